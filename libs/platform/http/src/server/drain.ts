import { setTimeout as after } from 'node:timers/promises';
import type { Server } from 'node:http';

/**
 * Stops accepting, finishes the requests that were accepted and closes the rest. Answers given from now on ask for the
 * connection to be closed, so clients that keep theirs open come back elsewhere.
 */
export async function drain(server: Server, limitMs: number): Promise<void> {
  if (!server.listening) return;
  server.prependListener('request', (_request, response) => {
    response.setHeader('connection', 'close');
  });
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const timer = new AbortController();
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, 20);
  try {
    await Promise.race([closed, after(limitMs, undefined, { signal: timer.signal })]);
  } finally {
    clearInterval(sweep);
    timer.abort();
    server.closeAllConnections();
  }
}
