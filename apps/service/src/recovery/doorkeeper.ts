import { type Problem, problem } from '@platform/http';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';

/** What keeps a service from serving, as `/health/ready` shows it. */
export type Progress = Readonly<Record<string, unknown>>;

/**
 * Answers in the place of a service that may not be started yet: it lives, it is not ready and says why, and everybody else is told
 * to come back. Nothing of the service runs meanwhile.
 */
export class Doorkeeper {
  private constructor(private readonly server: Server) {}

  /** @throws Node's `EADDRINUSE` when the port is taken */
  static async open(host: string, port: number, progress: () => Progress): Promise<Doorkeeper> {
    const server = createServer((request, response) => {
      const path = request.url?.split('?')[0];
      if (path === '/health/live') answer(response, 200, 'application/json', { status: 'live' });
      else refuse(response, path === '/health/ready' ? notReady(progress()) : comeBack());
    });
    server.listen(port, host);
    await once(server, 'listening');
    return new Doorkeeper(server);
  }

  /** Resolves when the port is free again. */
  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

function notReady(progress: Progress): Problem {
  const stage = 'recovering';
  const recovery = { status: 'down', reason: stage, stage, ...progress };
  return problem('not-ready', 'Not ready: recovery.', {
    retryAfterSeconds: 1,
    members: { checks: { recovery } },
  });
}

function comeBack(): Problem {
  const detail = 'The service gets back what its database has lost before it takes requests.';
  return problem('unavailable', detail, { retryAfterSeconds: 1 });
}

function refuse(response: ServerResponse, refusal: Problem): void {
  const id = randomUUID();
  for (const [name, value] of Object.entries(refusal.headers())) response.setHeader(name, value);
  response.setHeader('x-request-id', id);
  answer(response, refusal.status, 'application/problem+json', refusal.details(id));
}

function answer(response: ServerResponse, status: number, type: string, body: object): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` });
  response.end(JSON.stringify(body));
}
