import { endOfRequest, isShuttingDown } from '@platform/http';
import type { FastifyReply } from 'fastify';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

import { responseHeaders } from './headers.js';

/** The client's end of a forwarded request: takes a service's answer piece by piece, as fast as the client does. */
export class ClientAnswer {
  readonly #raw: ServerResponse;
  #begun = false;

  constructor(
    private readonly reply: FastifyReply,
    private readonly requestId: string,
  ) {
    this.#raw = reply.raw;
  }

  /** From here on nothing can be taken back: no other answer can take this one's place. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Whether nobody is there any more to take an answer. */
  get isGone(): boolean {
    return this.#raw.destroyed;
  }

  /** @param then called when the client leaves before its answer is complete, or its event stream ends with the server */
  onEnd(then: () => void): void {
    this.#raw.once('close', () => {
      if (!this.#raw.writableFinished) then();
    });
  }

  begin(status: number, headers: IncomingHttpHeaders, ended: () => void): void {
    const raw = this.#raw;
    for (const [name, value] of Object.entries(responseHeaders(headers))) raw.setHeader(name, value);
    if (!raw.hasHeader('x-request-id')) raw.setHeader('x-request-id', this.requestId);
    if (isShuttingDown(this.reply)) raw.setHeader('connection', 'close');
    raw.statusCode = status;
    this.#begun = true;
    this.reply.hijack();
    if (String(headers['content-type']).startsWith('text/event-stream')) this.#beginStream(ended);
  }

  /** False when the client is slower than the service; `drained` is called when it has caught up. */
  write(chunk: Buffer, drained: () => void): boolean {
    if (this.#raw.write(chunk)) return true;
    this.#raw.once('drain', drained);
    return false;
  }

  end(): void {
    this.#raw.end();
  }

  /** Half of the answer is with the client; only a cut connection says that it is not whole. */
  cut(): void {
    this.#raw.destroy();
  }

  /** Nobody is left to be answered. */
  abandon(): void {
    this.reply.hijack();
    this.#raw.destroy();
  }

  /** Its head leaves before there is an event, and a shutdown need not wait for its end. */
  #beginStream(ended: () => void): void {
    this.#raw.flushHeaders();
    const shutdown = endOfRequest(this.reply, 'begun');
    const end = (): void => {
      ended();
      if (!this.#raw.destroyed) this.#raw.end();
    };
    if (shutdown.aborted) end();
    else shutdown.addEventListener('abort', end, { once: true });
  }
}
