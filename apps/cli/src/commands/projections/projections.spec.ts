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
import type { Projection } from './projection.js';

type Generation = Projection['generations'][number];

const generation = (number: number, changes: Partial<Generation> = {}): Generation => ({
  ...{ generation: number, version: 1, isLive: true, behind: 0, share: 1 },
  ...changes,
});
const inTheMaking = (number: number, share: number): Generation =>
  generation(number, { isLive: false, behind: 10, share });
const projection = (module: string, ...generations: Generation[]): Projection => ({
  ...{ module, name: `${module}_list` },
  generations,
});

/** Stands in for a service's admin routes. A rebuild is further on with every look at it. */
class FakeService {
  readonly rebuilt: string[] = [];
  /** What is told after a rebuild has begun, one after another; the last one for good. */
  course: Projection[] = [];
  private constructor(
    readonly server: Server,
    public projections: Projection[],
  ) {}

  static async start(projections: Projection[]): Promise<FakeService> {
    const server = createServer((request, response) => {
      void (request.method === 'POST' ? json(request) : Promise.resolve(undefined)).then((body) => {
        const { status, answer } = service.answer(request.url ?? '', body);
        response
          .writeHead(status, { 'content-type': 'application/problem+json' })
          .end(JSON.stringify(answer));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const service = new FakeService(server, projections);
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

  private answer(url: string, body: unknown): { status: number; answer: object } {
    const of = (module: string) => this.projections.filter((each) => each.module === module);
    if (url.startsWith('/admin/projections/rebuild')) {
      const { module } = body as { module: string };
      if (of(module).length === 0) return { status: 404, answer: { detail: `No "${module}" as events.` } };
      this.rebuilt.push(module);
      this.proceed();
      return { status: 200, answer: { items: of(module) } };
    }
    const answer = { items: this.projections };
    if (this.rebuilt.length > 0) this.proceed();
    return { status: 200, answer };
  }

  private proceed(): void {
    const next = this.course.shift();
    if (next) this.projections = this.projections.map((each) => (each.module === next.module ? next : each));
  }
}

describe('whereabouts projections', () => {
  let data: string;
  let orders: FakeService;
  let products: FakeService;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'whereabouts-projections-'));
    orders = await FakeService.start([projection('order', generation(3, { behind: 7 }))]);
    products = await FakeService.start([projection('product', generation(1), inTheMaking(2, 0.429))]);
    const service = (name: string, url: string, modules: string[]) => ({
      ...{ name, replica: 0, pid: null, url, modules },
    });
    await writeJson(new DataDirectory(data).runFile, {
      ...{ profile: 'pair', origin: orders.url, gateway: null, broker: null, databases: [] },
      provider: { url: orders.url, pid: null },
      services: [
        service('orders', orders.url, ['order', 'shipment']),
        service('products', products.url, ['product']),
      ],
    });
  });
  afterEach(async () => {
    await Promise.all([orders.stop(), products.stop()]);
    await rm(data, { recursive: true });
  });

  const projections = (...args: readonly string[]) => runCommand(['projections', ...args, '--data', data]);

  it('lists those of every service, how far they are, and what is being made anew', async () => {
    const { code, out } = await projections('list');
    expect(code).toBe(0);
    expect(out).toMatch(/order +│ order_list +│ 3 +│ 7 +│ +│/);
    expect(out).toMatch(/product +│ product_list +│ 1 +│ 0 +│ 2: 42 % +│/);
  });

  it('lists them as JSON when wanted', async () => {
    const { out } = await projections('list', '--json');
    expect(JSON.parse(out)).toEqual({ items: [...orders.projections, ...products.projections] });
  });

  it('says so when there are none', async () => {
    orders.projections = products.projections = [];
    expect(await projections('list')).toEqual({ code: 0, out: 'No module is kept as events.\n', err: '' });
  });

  it('has those of a module made anew where it is hosted, and shows how far that is until they are read', async () => {
    const steps = [0, 0.5, 0.999].map((share) => projection('order', generation(3), inTheMaking(4, share)));
    orders.course = [...steps, projection('order', generation(4))];
    expect(await projections('rebuild', 'order')).toEqual({
      code: 0,
      out: [
        'order.order_list: being made anew beside the one that is read',
        ...['0 %', '50 %', '99 %', 'done, and read from now on'].map((line) => `order.order_list: ${line}`),
        '',
      ].join('\n'),
      err: '',
    });
    expect([orders.rebuilt, products.rebuilt]).toEqual([['order'], []]);
  });

  it('waits for what somebody else has begun meanwhile: what it began itself is never read then', async () => {
    orders.course = [
      projection('order', generation(3), inTheMaking(4, 0)),
      projection('order', generation(3), inTheMaking(5, 0.1)),
      projection('order', generation(5)),
    ];
    const { code, out } = await projections('rebuild', 'order');
    expect([code, out.match(/done/g)]).toEqual([0, ['done']]);
    expect(orders.projections).toEqual([projection('order', generation(5))]);
  });

  it('returns at once when it is not to wait', async () => {
    orders.course = [projection('order', generation(3), inTheMaking(4, 0))];
    expect(await projections('rebuild', 'order', '--no-wait')).toEqual({
      code: 0,
      out: 'order.order_list: being made anew beside the one that is read\n',
      err: '',
    });
  });

  it('passes on why a module has none, and names the modules for one that is not there', async () => {
    const asRows = await projections('rebuild', 'shipment');
    expect([asRows.code, asRows.out]).toEqual([1, '']);
    expect(asRows.err).toContain('No "shipment" as events.');
    expect(await projections('rebuild', 'orders')).toEqual({
      ...{ code: 1, out: '' },
      err: 'There is no module orders here: there are order, product, shipment.\n',
    });
  });

  it.each([[['rebuild']], [['rebuild', 'order', 'product']], [['list', 'order']]])(
    'refuses %j with code 2',
    async (args) => {
      const { code, out, err } = await projections(...args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('see "whereabouts --help".');
    },
  );
});
