import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { DataDirectory } from '../../deployment/data-directory.js';
import { writeJson } from '../../deployment/json-file.js';
import { runCommand } from '../testing/run-command.js';
import type { OpenSaga } from './open-saga.js';

const [one, other] = ['0190b5c4-7a51-7cc2-9c9e-69c951f55fa9', '0190b5c4-7a51-7cc2-9c9e-69c951f55fb0'];

const saga = (sagaId: string, changes: Partial<OpenSaga> = {}): OpenSaga => ({
  ...{ sagaId, type: 'checkout', module: 'order', what: 'saga', state: 'running', failures: 0, error: null },
  ...{ waitsFor: 'charge of payment', since: '2026-01-01T00:00:00.000Z', dueAt: null, needsAttention: false },
  ...changes,
});
const stuck = saga(one, {
  ...{ module: 'stock', what: 'undo reserve', state: 'insist', waitsFor: null, needsAttention: true },
  ...{ failures: 12, error: 'Error: no such shelf' },
});

/** Stands in for a service's admin routes. */
class FakeService {
  readonly retried: string[] = [];
  constructor(
    readonly server: Server,
    public open: OpenSaga[],
  ) {}

  static async start(open: OpenSaga[]): Promise<FakeService> {
    const server = createServer((request, response) => {
      void (request.method === 'POST' ? json(request) : Promise.resolve(undefined)).then((body) => {
        response.end(JSON.stringify(service.answer(request.url ?? '', body)));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const service = new FakeService(server, open);
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(url: string, body: unknown): object {
    if (url.startsWith('/admin/sagas/retry')) {
      const { sagaId } = body as { sagaId: string };
      this.retried.push(sagaId);
      return { due: this.open.filter((item) => item.sagaId === sagaId).length };
    }
    const all = !url.includes('needsAttention=true');
    return { items: this.open.filter(({ needsAttention }) => all || needsAttention) };
  }
}

describe('whereabouts sagas', () => {
  let data: string;
  let orders: FakeService;
  let stocks: FakeService;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'whereabouts-sagas-'));
    orders = await FakeService.start([saga(one), saga(other)]);
    stocks = await FakeService.start([stuck]);
    const service = (name: string, url: string, modules: string[]) => ({
      ...{ name, replica: 0, pid: null, url, modules },
    });
    await writeJson(new DataDirectory(data).runFile, {
      ...{ profile: 'pair', origin: orders.url, gateway: null, broker: null, databases: [] },
      provider: { url: orders.url, pid: null },
      services: [service('orders', orders.url, ['order']), service('stocks', stocks.url, ['stock'])],
    });
  });
  afterEach(async () => {
    await Promise.all([orders.stop(), stocks.stop()]);
    await rm(data, { recursive: true });
  });

  const sagas = (...args: readonly string[]) => runCommand(['sagas', ...args, '--data', data]);

  it('lists what is open in every service, with the reason where something broke', async () => {
    const { code, out } = await sagas('list');
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`checkout ${one} .* order .* saga .* running .* charge of payment`));
    expect(out).toMatch(new RegExp(`checkout ${one} .* stock .* undo reserve .* insist .* 12 .* needed`));
    expect(out).toContain(`${one} stock undo reserve: Error: no such shelf`);
  });

  it('lists only what needs attention, as JSON when wanted', async () => {
    const { out } = await sagas('list', '--attention', '--json');
    expect(JSON.parse(out)).toEqual({ items: [stuck] });
  });

  it('is content when nothing is open', async () => {
    orders.open = stocks.open = [];
    expect(await sagas('list')).toEqual({ code: 0, out: 'No saga is open.\n', err: '' });
    expect(await sagas('retry', '--all')).toEqual({ code: 0, out: 'No saga needs attention.\n', err: '' });
  });

  it('has a saga tried again in every service', async () => {
    expect(await sagas('retry', one)).toEqual({ code: 0, out: `${one}: 2 due now\n`, err: '' });
    expect([orders.retried, stocks.retried]).toEqual([[one], [one]]);
  });

  it('has all tried again that need attention', async () => {
    expect((await sagas('retry', '--all', '--json')).code).toBe(0);
    expect([orders.retried, stocks.retried]).toEqual([[one], [one]]);
  });

  it('says so when the saga is not open', async () => {
    const unknown = '0190b5c4-7a51-7cc2-9c9e-69c951f55fff';
    expect(await sagas('retry', unknown)).toEqual({
      ...{ code: 1, out: '' },
      err: `No saga ${unknown} is open: "whereabouts sagas list" shows what is.\n`,
    });
  });

  it.each([[['retry']], [['retry', one, '--all']], [['retry', 'cart-1']]])(
    'refuses %j with code 2',
    async (args) => {
      const { code, out, err } = await sagas(...args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('see "whereabouts --help".');
    },
  );
});
