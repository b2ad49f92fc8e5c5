import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { demoData } from './demo-data.js';
import { loadDemoData } from './demo-loader.js';

describe('loading demo data', () => {
  let server: Server;
  let origin: string;
  let paths: string[];
  let notYet: number;
  let problemsOf: (path: string, call: number, count: number) => { index: number; problem: object }[];

  beforeEach(async () => {
    paths = [];
    notYet = 0;
    problemsOf = () => [];
    server = createServer((request, response) => {
      void json(request).then((body) => {
        const path = request.url ?? '';
        if (notYet-- > 0) return response.writeHead(503).end();
        const call = paths.filter((seen) => seen === path).length;
        paths.push(path);
        const { items } = body as { items: unknown[] };
        const rejected = problemsOf(path, call, items.length);
        response.end(JSON.stringify({ accepted: items.length - rejected.length, rejected }));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const load = () => loadDemoData(origin, new AbortController().signal, demoData());

  it('sends sellers and customers before products, and products before stock', async () => {
    await load();
    expect(paths.slice(0, 2).sort()).toEqual(['/customers:batch', '/sellers:batch']);
    expect(paths.slice(2)).toEqual(['/products:batch', '/stock:batch']);
  });

  it('sends stock again whose product has not arrived there yet, and only that', async () => {
    const sent: number[] = [];
    problemsOf = (path, call, count) => {
      if (path !== '/stock:batch') return [];
      sent.push(count);
      return call === 0
        ? [
            { index: 7, problem: { status: 404 } },
            { index: 9, problem: { status: 404 } },
          ]
        : [];
    };
    await load();
    expect(sent).toEqual([300, 2]);
  });

  it('waits for a gateway that does not see its services yet', async () => {
    notYet = 3;
    await load();
    expect(paths).toHaveLength(4);
  });

  it('gives up with the reason when data is refused for good', async () => {
    problemsOf = (path) =>
      path === '/products:batch' ? [{ index: 0, problem: { status: 400, detail: 'no such currency' } }] : [];
    await expect(load()).rejects.toThrow(
      'Demo data was refused at /products:batch (no such currency): start with --no-demo',
    );
  });
});
