import type { Bodies, Inputs, OperationName, Output } from '@comparison/protocol';
import type { HistoryFile } from '../history/history-file.js';
import type { Tally } from '../measure/tally.js';
import type { Client } from './clients.js';
import { type Answer, type Http, NoAnswer } from './http.js';
import { type Keep, kept } from './kept.js';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly withinMs?: number;
}

/** How an operation ended: with what was answered, if anything was. */
export interface Ended<Name extends OperationName> {
  readonly type: 'ok' | 'fail' | 'info';
  readonly status: number | undefined;
  /** Of an `ok` only. */
  readonly body: Bodies[Name] | undefined;
  /** By `performance.now()`. */
  readonly at: number;
}

/** One that was invoked and has not ended. */
export interface Invoked<Name extends OperationName> {
  readonly name: Name;
  readonly id: number;
  readonly client: Client;
  /** Since when its latency counts. */
  readonly from: number;
}

const LONGEST_MS = 15_000;

/** Does things at the marketplace, and writes down that they were begun and how they ended. */
export class Operations {
  constructor(
    readonly http: Http,
    private readonly history: HistoryFile,
    private readonly tally: Pick<Tally, 'invoke' | 'end'>,
  ) {}

  /** The same, written down and not counted: for what nobody would do but to see whether promises are kept. */
  uncounted(): Operations {
    return new Operations(this.http, this.history, { invoke: () => undefined, end: () => undefined });
  }

  /** One request. @param due when it should have been sent; now, unless given */
  async perform<Name extends OperationName>(
    client: Client,
    name: Name,
    input: Inputs[Name],
    { method, path, withinMs = LONGEST_MS, ...rest }: Request,
    due?: number,
  ): Promise<Ended<Name>> {
    const invoked = this.invoke(client, name, input, due);
    try {
      return this.answered(invoked, await this.http.send(method, path, { ...rest, withinMs }));
    } catch (error) {
      if (error instanceof NoAnswer) return this.unknown(invoked, error.why);
      throw error;
    }
  }

  invoke<Name extends OperationName>(
    client: Client,
    name: Name,
    input: Inputs[Name],
    due?: number,
  ): Invoked<Name> {
    const id = this.history.nextOperation();
    this.tally.invoke(name);
    const at = performance.now();
    this.history.add({
      ...{ process: client.process, type: 'invoke', operation: name },
      ...{ at: performance.timeOrigin + at, id, input },
    });
    return { name, id, client, from: due ?? at };
  }

  /** As its answer has it: a 5xx says nothing about what was done. */
  answered<Name extends OperationName>(invoked: Invoked<Name>, { status, body }: Answer): Ended<Name> {
    if (status >= 500) return this.unknown(invoked, problemOf(body) ?? `status ${status}`, { status });
    if (status >= 400)
      return this.end(invoked, 'fail', { status }, { error: problemOf(body) ?? `status ${status}` });
    const keep = kept[invoked.name] as Keep<Bodies[Name]>;
    try {
      return this.end(invoked, 'ok', { status, body: keep(body) });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return this.unknown(invoked, 'not an answer of the contract', { status });
    }
  }

  unknown<Name extends OperationName>(
    invoked: Invoked<Name>,
    error: string,
    output?: { readonly status: number },
  ): Ended<Name> {
    const ended = this.end(invoked, 'info', output, { error });
    invoked.client.renumber();
    return ended;
  }

  private end<Name extends OperationName>(
    { name, id, client, from }: Invoked<Name>,
    type: 'ok' | 'fail' | 'info',
    output: Output<Bodies[Name]> | undefined,
    error: { readonly error?: string } = {},
  ): Ended<Name> {
    const at = performance.now();
    this.history.add({
      ...{ process: client.process, type, operation: name, at: performance.timeOrigin + at, id },
      ...(output && { output: output as unknown as Record<string, unknown> }),
      ...error,
    });
    this.tally.end(name, type, from, at);
    return { type, status: output?.status, body: output?.body, at };
  }
}

function problemOf(body: unknown): string | undefined {
  const type = (body as { readonly type?: unknown } | undefined)?.type;
  return typeof type === 'string' ? type : undefined;
}
