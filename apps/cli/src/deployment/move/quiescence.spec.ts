import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { untilQuiet } from './quiescence.js';

const quiet = { quiet: true };

describe('waiting until nothing is under way', () => {
  let server: Server;
  let service: string;
  let answers: object[];
  let asked: number;

  beforeEach(async () => {
    asked = 0;
    server = createServer((_, response) => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      response.end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    service = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const wait = (recorded: () => Promise<string>, limitMs = 5_000) =>
    untilQuiet({ services: [service], recorded, limitMs, signal: new AbortController().signal });

  it('asks until every service says so, twice', async () => {
    answers = [{ quiet: false }, quiet, { quiet: false }, quiet, quiet];
    expect(await wait(() => Promise.resolve('7'))).toEqual([]);
    expect(asked).toBe(5);
  });

  it('believes none of it while messages are recorded', async () => {
    answers = [quiet];
    let number = 0;
    expect(await wait(() => Promise.resolve(String(Math.min((number += 1), 4))))).toEqual([]);
    expect(asked).toBeGreaterThan(2);
  });

  it('says what is left when time is up', async () => {
    answers = [
      {
        quiet: false,
        sagas: { pending: 2 },
        logs: [{ sourceModule: 'order', outlet: 'stock.orders', messages: 3 }],
        work: { refunds: 1, nothing: 0 },
      },
    ];
    expect(await wait(() => Promise.resolve(''), 0)).toEqual([
      ...['2 open sagas', '3 messages of order to stock.orders', '1 refunds'],
    ]);
    server.closeAllConnections();
    server.close();
    expect((await wait(() => Promise.resolve(''), 0)).join()).toContain(`no answer from ${service}`);
  });
});
