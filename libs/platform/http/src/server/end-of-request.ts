import type { FastifyInstance, FastifyReply } from 'fastify';

/** A server's end, as its requests hear of it: what never ends by itself at once, what waits for an outcome a little later. */
export interface Shutdown {
  readonly begun: AbortSignal;
  readonly lastCall: AbortSignal;
}

const shutdowns = new WeakMap<object, Shutdown>();

export function announceShutdown(server: FastifyInstance, shutdown: Shutdown): void {
  shutdowns.set(server.server, shutdown);
}

/** Aborts when the client is gone before its answer was complete, or at `when` of the server's shutdown. */
export function endOfRequest(reply: FastifyReply, when: keyof Shutdown): AbortSignal {
  const gone = new AbortController();
  const { raw } = reply;
  // The request's own `close` comes as soon as its body was read; only the response knows about the connection.
  if (raw.destroyed) gone.abort();
  else raw.once('close', () => raw.writableFinished || gone.abort());
  const shutdown = shutdowns.get(reply.server.server);
  return shutdown ? AbortSignal.any([gone.signal, shutdown[when]]) : gone.signal;
}

export function isShuttingDown(reply: FastifyReply): boolean {
  return shutdowns.get(reply.server.server)?.begun.aborted === true;
}

/** While the server shuts down, asks the client to leave: its next request would meet a closed connection. */
export function closeWhenShuttingDown(reply: FastifyReply): void {
  if (isShuttingDown(reply)) reply.header('connection', 'close');
}
