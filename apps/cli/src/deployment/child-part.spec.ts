import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChildPart } from './child-part.js';
import { finishingFirst } from './finishing-first.js';

describe('a part that runs as a child and is not ready in time', () => {
  let directory: string;
  let server: Server;
  let url: string;
  let part: ChildPart | undefined;
  const told: string[] = [];
  /** Answers as a service does that recovers, until it was asked so often; then it lets the part go on. */
  const enough = 3;

  beforeEach(async () => {
    told.length = 0;
    directory = await mkdtemp(join(tmpdir(), 'child-part-'));
    let asked = 0;
    let waiting: ServerResponse | undefined;
    server = createServer((request, response) => {
      if (request.url === '/released') waiting = response;
      else {
        asked += 1;
        const finishing = { 'stock: lost events': { restored: asked } };
        const recovery = { status: 'down', stage: 'recovering', finishing };
        response.writeHead(503).end(JSON.stringify({ checks: { recovery } }));
      }
      if (asked >= enough) waiting?.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await part?.stop();
    server.close();
    server.closeAllConnections();
    await rm(directory, { recursive: true });
  });

  const start = (finishing: boolean): Promise<void> => {
    part = new ChildPart({
      ...{ kind: 'service', label: 'service stock', startLimitMs: 20, stopLimitMs: 10_000 },
      entry: fileURLToPath(new URL('./testing/slow-part.fixture.mjs', import.meta.url)),
      logFile: join(directory, 'log'),
      environment: { RELEASED_BY: finishing ? `${url}/released` : '', NODE_OPTIONS: '' },
      ...(finishing && { finishing: () => finishingFirst(url), tell: (text: string) => told.push(text) }),
    });
    return part.start(
      () => undefined,
      () => undefined,
    );
  };

  it('is ended, and that is said', async () => {
    await expect(start(false)).rejects.toThrow(
      /^service stock did not start: it was not ready after 0.02 s; its log is /,
    );
  });

  it('is let go on while it says that it finishes something first, which is told', async () => {
    await start(true);
    expect(told).toEqual(['service stock takes requests when it is through with stock: lost events']);
  });
});
