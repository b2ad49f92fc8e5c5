import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { finishingFirst } from './finishing-first.js';

describe('what a service finishes first', () => {
  let server: Server;
  let url: string;
  let body: string;
  beforeEach(async () => {
    server = createServer((socket) => {
      socket.once('data', () =>
        socket.end(
          `HTTP/1.1 503 x\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        ),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.close();
  });

  const says = async (answer: unknown): Promise<string | undefined> => {
    body = JSON.stringify(answer);
    return finishingFirst(url);
  };
  const recovery = (finishing?: object) => ({
    checks: { recovery: { status: 'down', stage: 'recovering', ...(finishing && { finishing }) } },
  });

  it('is told by its parts, and by what they wait for', async () => {
    const lost = { restored: 3, waitsFor: 'the archive is out of reach' };
    expect(await says(recovery({ 'stock: lost events': lost, 'stock: owed tasks': { pending: 1 } }))).toBe(
      'stock: lost events (waits: the archive is out of reach), stock: owed tasks',
    );
    expect(await says(recovery({}))).toBe('what was begun before');
    expect(await says(recovery())).toBe('what was begun before');
  });

  it.each([
    ['starts', { checks: { recovery: { status: 'down', stage: 'starting' } } }],
    ['serves', { checks: { recovery: { status: 'up', stage: 'listening' } } }],
    ['says something else', { title: 'no' }],
  ])('is nothing when it %s', async (_what, answer) => {
    expect(await says(answer)).toBeUndefined();
  });

  it('is nothing when nobody answers', async () => {
    server.close();
    expect(await finishingFirst(url)).toBeUndefined();
  });
});
