import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { componentLogger } from '@platform/observability';
import type { FastifyReply } from 'fastify';
import { endOfRequest } from '../server/end-of-request.js';
import type { EventStream, ServerSentEvent } from './event-stream.js';

const log = componentLogger('event-stream');

/** Keeps proxies and clients from taking a quiet stream for a dead one. */
export const HEARTBEAT_MS = 15_000;

/**
 * Sends a stream of server-sent events (WHATWG HTML, section 9.2) until its source ends, the client leaves or the server
 * shuts down. One event at most waits in memory: the next is taken only when the client took the one before.
 */
export async function sendEventStream(
  reply: FastifyReply,
  stream: EventStream,
  heartbeatMs = HEARTBEAT_MS,
): Promise<void> {
  const signal = endOfRequest(reply, 'begun');
  const { raw } = reply;
  reply.hijack();
  // A hijacked answer does not carry what the hooks before have put on the reply.
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value);
  raw.setHeader('content-type', 'text/event-stream');
  raw.writeHead(200, {
    ...stream.headers,
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'close',
  });
  raw.flushHeaders();
  if (reply.request.method === 'HEAD') {
    raw.end();
    return;
  }
  const heartbeat = setInterval(() => {
    if (!raw.writableNeedDrain) raw.write(': keep-alive\n\n');
  }, heartbeatMs);
  try {
    for await (const event of until(signal, stream.open(signal))) {
      if (!raw.write(frame(event))) await once(raw, 'drain', { signal });
    }
  } catch (error) {
    if (!signal.aborted) log.error({ err: error, requestId: reply.request.id }, 'An event stream broke off');
  } finally {
    clearInterval(heartbeat);
    end(raw);
  }
}

/** Takes from `source` until the signal aborts, even when the source itself never looks at it. */
async function* until<Item>(signal: AbortSignal, source: AsyncIterable<Item>): AsyncGenerator<Item> {
  const iterator = source[Symbol.asyncIterator]();
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  try {
    for (;;) {
      const result = await Promise.race([iterator.next(), aborted]);
      if (!result || result.done === true) return;
      yield result.value;
    }
  } finally {
    // Not awaited: a source that waits for its next event would keep the connection with it.
    iterator.return?.().catch(() => undefined);
  }
}

/** JSON has no line breaks outside of escapes, so one `data:` line is enough; ids and names come from our own code. */
function frame({ id, event, data }: ServerSentEvent): string {
  const lines = [
    ...(id !== undefined ? [`id: ${id}`] : []),
    ...(event !== undefined ? [`event: ${event}`] : []),
  ];
  return [...lines, `data: ${JSON.stringify(data)}`, '', ''].join('\n');
}

function end(raw: ServerResponse): void {
  if (!raw.destroyed) raw.end();
}
