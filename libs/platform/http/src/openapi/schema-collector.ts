import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

const REFERENCE = '#/components/schemas/';
const DEFINITION = '#/$defs/';

/** Turns zod schemas into JSON Schema and gathers the named ones (`.meta({ id })`) as components. */
export class SchemaCollector {
  readonly components: Record<string, JsonSchema> = {};
  /** What each name stood for when it was first met. */
  private readonly origins = new Map<string, { io: 'input' | 'output'; body: JsonSchema }>();

  /** What a client sends: transforms are shown by what they take, defaults are optional, unknown keys are refused. */
  input(schema: z.ZodType): JsonSchema {
    return this.collect(schema, 'input');
  }

  /** What a client gets. */
  output(schema: z.ZodType): JsonSchema {
    return this.collect(schema, 'output');
  }

  private collect(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    // Inside of another schema a named one becomes a reference; at the root it would not.
    const document = z.toJSONSchema(z.object({ schema }), {
      io,
      unrepresentable: 'any',
      override: this.publish(io),
    });
    const definitions = (document.$defs ?? {}) as Record<string, JsonSchema>;
    const names = new Map(
      Object.entries(definitions).map(([name, body]) => [name, this.nameFor(name, body, io)]),
    );
    const rename = (reference: string) => {
      if (!reference.startsWith(DEFINITION)) return reference;
      const name = reference.slice(DEFINITION.length);
      return REFERENCE + (names.get(name) ?? name);
    };
    for (const [name, body] of Object.entries(definitions))
      this.add(names.get(name) ?? name, withReferences(body, rename) as JsonSchema);
    return withReferences(document.properties?.['schema'], rename) as JsonSchema;
  }

  /**
   * Lets `.meta({ published })` say what is shown in the place of a schema, as JSON Schema or as another zod schema: for what is
   * checked otherwise than by the schema itself.
   */
  private publish(io: 'input' | 'output'): Override {
    return ({ zodSchema, jsonSchema }) => {
      const published = publishedShape(zodSchema);
      if (published)
        replace(jsonSchema, published instanceof z.ZodType ? this.collect(published, io) : published);
      // zod leaves out a default whose type differs from what is sent; a published shape is that of the default.
      if (zodSchema instanceof z.ZodDefault && publishedShape(zodSchema.def.innerType)) {
        jsonSchema.default = zodSchema.def.defaultValue;
      }
      delete jsonSchema['published'];
      delete jsonSchema.id;
      delete jsonSchema.$schema;
      if (io === 'input' && jsonSchema.type === 'object' && jsonSchema.properties)
        jsonSchema.additionalProperties ??= false;
    };
  }

  private add(name: string, body: JsonSchema): void {
    const known = (this.components[name] ??= body);
    if (!isDeepStrictEqual(known, body)) {
      throw new Error(
        `Two schemas of different shape are named "${name}"; give one of them another id in its .meta().`,
      );
    }
  }

  /** A name whose input and output differ (by a default, say) stands for two components. */
  private nameFor(name: string, body: JsonSchema, io: 'input' | 'output'): string {
    const known = this.origins.get(name);
    if (!known) this.origins.set(name, { io, body });
    if (!known || known.io === io || isDeepStrictEqual(known.body, body)) return name;
    return `${name}${io === 'input' ? 'Input' : 'Output'}`;
  }
}

type Override = NonNullable<z.core.ToJSONSchemaParams['override']>;

function publishedShape(schema: z.core.$ZodType): object | undefined {
  const published = z.globalRegistry.get(schema)?.['published'];
  return typeof published === 'object' && published !== null ? published : undefined;
}

function replace(target: Record<string, unknown>, source: object): void {
  for (const key of Object.keys(target)) Reflect.deleteProperty(target, key);
  Object.assign(target, source);
}

function withReferences(value: unknown, rename: (reference: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      key === '$ref' && typeof child === 'string' ? rename(child) : withReferences(child, rename),
    ]),
  );
}
