import { createProvider } from '@apps/payment-provider';
import { startService } from '@apps/service';
import type { ServiceConfiguration } from '@platform/profile';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { demoData, type DemoData } from '../demo-data.js';
import { loadDemoData } from '../demo-loader.js';
import type { DeploymentPlan } from '../deployment-plan.js';

interface Order {
  readonly id: string;
  readonly number: number;
  readonly status: string;
  readonly totalCents: number;
}

/** The marketplace itself, in this process, on the databases of a plan, and someone who shops there. */
export class RealShop {
  static readonly data: DemoData = smallPart(demoData());

  private constructor(
    private readonly service: Awaited<ReturnType<typeof startService>>,
    private readonly provider: Awaited<ReturnType<typeof createProvider>>,
  ) {}

  static async open(
    plan: DeploymentPlan,
    urlOf: (database: string) => string,
    dataDirectory: string,
  ): Promise<RealShop> {
    const provider = await createProvider({ dataDirectory });
    const url = await provider.listen({ host: '127.0.0.1', port: 0 });
    const configuration: ServiceConfiguration = {
      ...{ deploymentId: 'test', service: 'shop', replica: 0, host: '127.0.0.1', port: 0, dataDir: '' },
      modules: plan.placement.map(({ module }) => module),
      placement: {
        databases: plan.databases.map(({ name }) => ({ name, url: urlOf(name), pool: plan.pool })),
        modules: [...plan.placement],
      },
      ...{ transport: plan.transport, coordination: plan.coordination, topics: plan.topics },
      ...{ broker: null, eventStore: null, peers: [], provider: { url }, demo: false },
    };
    return new RealShop(await startService(configuration), provider);
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.provider.close();
  }

  load(): Promise<DemoData> {
    return loadDemoData(this.service.url, new AbortController().signal, RealShop.data);
  }

  /** Buys one piece of every product, each for another customer. */
  async buyAll(): Promise<void> {
    const { customers, products } = RealShop.data;
    for (const [index, { id: product }] of products.entries()) {
      const cart = `/carts/${customers[index % customers.length]?.id ?? ''}`;
      await this.#insist('PUT', `${cart}/items/${product}`, { quantity: 1 });
      await this.#insist('POST', `${cart}/checkout`, { payment: { method: 'boleto' } });
    }
  }

  async reprice(priceCents: number): Promise<void> {
    for (const { id } of RealShop.data.products)
      await this.#insist('PATCH', `/products/${id}`, { priceCents });
  }

  /** Everything that somebody could look up, once nothing is under way. */
  async books(): Promise<unknown> {
    await this.quiet();
    const { customers, sellers, products } = RealShop.data;
    const of = (path: string, ids: readonly { id: string }[]) =>
      Promise.all(ids.map(({ id }) => this.#get(path.replace('ID', id))));
    const lists = (await of('/orders?customerId=ID', customers)) as { items: Order[] }[];
    const orders = lists.flatMap(({ items }) => items);
    return {
      orders,
      histories: await Promise.all(orders.map(({ id }) => this.#events(id))),
      payments: await of('/payments?orderId=ID', orders),
      shipments: await of('/shipments?orderId=ID', orders),
      customers: await of('/customers/ID', customers),
      carts: await of('/carts/ID', customers),
      dashboards: await of('/sellers/ID/dashboard', sellers),
      products: await of('/products/ID', products),
      stock: await of('/stock/ID', products),
    };
  }

  async quiet(): Promise<void> {
    for (;;) {
      const { quiet } = (await this.#get('/admin/quiescence')) as { quiet: boolean };
      if (quiet) return;
      await pause(20);
    }
  }

  async #get(path: string): Promise<unknown> {
    const response = await fetch(new URL(path, this.service.url));
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  async #events(order: string): Promise<string[]> {
    const stop = new AbortController();
    const response = await fetch(new URL(`/orders/${order}/events`, this.service.url), {
      signal: stop.signal,
    });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString('utf8');
      if (text.includes('event: order.approved')) break;
    }
    stop.abort();
    return text.split('\n').filter((line) => line.startsWith('data: '));
  }

  async #insist(method: string, path: string, body: object): Promise<void> {
    const headers = {
      ...{ 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      ...(method === 'PATCH' && { 'if-match': '*' }),
    };
    for (;;) {
      const response = await fetch(new URL(path, this.service.url), {
        ...{ method, headers, body: JSON.stringify(body) },
      });
      if (response.ok) return;
      // A copy of somebody else's data may lag.
      if (response.status !== 404) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      await pause(20);
    }
  }
}

function smallPart({ sellers, customers, products, stock }: DemoData): DemoData {
  const some = sellers.slice(0, 3);
  const offered = products.filter(({ sellerId }) => some.some(({ id }) => id === sellerId)).slice(0, 12);
  return {
    ...{ sellers: some, customers: customers.slice(0, 4), products: offered },
    stock: stock.filter(({ productId }) => offered.some(({ id }) => id === productId)),
  };
}
