import type { FastifyInstance, FastifyReply } from 'fastify';

const shutdowns = new WeakMap<object, AbortSignal>();

/** Tells the requests of a server when it begins to shut down. */
export function announceShutdown(server: FastifyInstance, signal: AbortSignal): void {
  shutdowns.set(server.server, signal);
}

/** Aborts when the client is gone before its answer was complete, or when the server begins to shut down. */
export function endOfRequest(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  const { raw } = reply;
  // The request's own `close` comes as soon as its body was read; only the response knows about the connection.
  if (raw.destroyed) gone.abort();
  else raw.once('close', () => raw.writableFinished || gone.abort());
  const shutdown = shutdowns.get(reply.server.server);
  return shutdown ? AbortSignal.any([gone.signal, shutdown]) : gone.signal;
}

/** While the server shuts down, asks the client to leave: its next request would meet a closed connection. */
export function closeWhenShuttingDown(reply: FastifyReply): void {
  if (shutdowns.get(reply.server.server)?.aborted === true) reply.header('connection', 'close');
}
