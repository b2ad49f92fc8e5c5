import { setTimeout as after } from 'node:timers/promises';
import type { Server } from 'node:http';

/**
 * Stops accepting, finishes the requests that were accepted and closes what is left after `limitMs`. A connection that a
 * client keeps open is closed as soon as nothing runs on it.
 */
export async function drain(server: Server, limitMs: number): Promise<void> {
  if (!server.listening) return;
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
