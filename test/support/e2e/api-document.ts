import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface ResponseObject {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, ResponseObject | undefined>>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | undefined>>>>;
}

export interface SeenAnswer {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** Headers that a documented answer may do without. */
const optionalHeaders: ReadonlySet<string> = new Set(['preference-applied', 'retry-after']);

const formats = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
};

/** The deployment's own API document, as the judge of everything that the deployment answers. */
export class ApiDocument {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, formats });
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #templates: { readonly template: string; readonly pattern: RegExp }[];

  constructor(readonly document: OpenApi) {
    this.#ajv.addSchema(document, 'api');
    this.#templates = Object.keys(document.paths).map((template) => ({
      template,
      pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
    }));
  }

  /** `GET /orders/{id}` and so on, sorted. */
  get operations(): string[] {
    return Object.entries(this.document.paths)
      .flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`))
      .sort();
  }

  /** @throws Error that says how the answer differs from what is documented */
  verify(answer: SeenAnswer): void {
    const { method, status } = answer;
    const path = answer.path.split('?')[0] ?? '';
    const template = this.#templates.find(({ pattern }) => pattern.test(path))?.template;
    if (template === undefined) {
      this.#mustBe(404, answer);
      return;
    }
    const operation = this.document.paths[template]?.[method.toLowerCase()];
    if (!operation) {
      this.#mustBe(405, answer);
      return;
    }
    const response = operation.responses[String(status)];
    const name = `${method} ${template}`;
    if (!response)
      throw new Error(`${name} answered ${status}, which is not documented: ${answer.text.slice(0, 500)}`);
    this.#verifyHeaders(name, answer, response);
    this.#verifyBody(name, answer, response, [
      'paths',
      template,
      method.toLowerCase(),
      'responses',
      String(status),
    ]);
  }

  #mustBe(status: number, answer: SeenAnswer): void {
    if (answer.status !== status && answer.status !== 400)
      throw new Error(
        `${answer.method} ${answer.path} is not documented and answered ${answer.status}: ${answer.text.slice(0, 500)}`,
      );
    this.#validate('a problem', ['components', 'schemas', 'Problem'], JSON.parse(answer.text));
  }

  #verifyHeaders(name: string, { status, headers }: SeenAnswer, response: ResponseObject): void {
    for (const header of Object.keys(response.headers ?? {}))
      if (!optionalHeaders.has(header.toLowerCase()) && headers[header.toLowerCase()] === undefined)
        throw new Error(`${name} answered ${status} without the documented header ${header}`);
  }

  #verifyBody(name: string, answer: SeenAnswer, { content }: ResponseObject, pointer: string[]): void {
    const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
    if (!content) {
      if (answer.text !== '') throw new Error(`${name} answered ${answer.status} with an undocumented body`);
      return;
    }
    if (!content[type])
      throw new Error(
        `${name} answered ${answer.status} as "${type}", documented: ${Object.keys(content).join()}`,
      );
    const body: unknown = type.endsWith('json') ? JSON.parse(answer.text) : answer.text;
    this.#validate(`${name} ${answer.status}`, [...pointer, 'content', type, 'schema'], body);
  }

  #validate(name: string, pointer: string[], body: unknown): void {
    const path = pointer.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
    const $ref = `api#/${path.join('/')}`;
    const validate = this.#validators.get($ref) ?? this.#ajv.compile({ $ref });
    this.#validators.set($ref, validate);
    if (!validate(body))
      throw new Error(
        `The body of ${name} is not as documented: ${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(body).slice(0, 800)}`,
      );
  }
}
