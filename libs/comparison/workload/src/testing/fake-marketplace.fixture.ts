import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { SeenOrder } from '@comparison/protocol';

export interface Seen {
  readonly method: string;
  readonly path: string;
  /** Of its `Idempotency-Key`, when it was not sent: empty. */
  readonly key: string;
  /** Of its `If-Match`, as a number; NaN: none was sent. */
  readonly revision: number;
  readonly at: number;
}

/** What becomes of a request. `lost`: done, and the connection broken before the answer. */
export type Mood =
  'serve' | 'reset' | 'lost' | { readonly status: number } | { readonly after: Promise<unknown> };

interface Item {
  productId: string;
  quantity: number;
  voucherCents: number;
}

/** As much of a marketplace as the generator meets, on a real socket; it remembers what it was asked, and can be moody. */
export class FakeMarketplace {
  readonly seen: Seen[] = [];
  mood: (request: Seen) => Mood = () => 'serve';
  /** How a checkout ends; pending ones are decided when they are looked at so many times. */
  outcome: Partial<SeenOrder> = { status: 'approved' };
  looksUntilDecided = 0;
  private readonly carts = new Map<string, Map<string, Item>>();
  private readonly orders = new Map<string, { order: SeenOrder; looks: number }>();
  private readonly keys = new Map<string, string>();
  private readonly prices = new Map<string, { priceCents: number; revision: number; version: number }>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.meet(request, response));
  }

  static async start(): Promise<FakeMarketplace> {
    const shop = new FakeMarketplace();
    shop.server.listen(0, '127.0.0.1');
    await once(shop.server, 'listening');
    return shop;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get orderCount(): number {
    return this.orders.size;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async meet(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const revision = Number(headers['if-match']?.replaceAll('"', '') ?? NaN);
    const key = String(headers['idempotency-key'] ?? '');
    const seen = { method, path, key, revision, at: performance.now() };
    this.seen.push(seen);
    const mood = this.mood(seen);
    if (typeof mood === 'object' && 'after' in mood) await mood.after;
    if (mood === 'reset') return void request.socket.destroy();
    const body = headers['content-type'] ? await json(request).catch(() => undefined) : undefined;
    const answer =
      typeof mood === 'object' && 'status' in mood
        ? { status: mood.status, body: { type: 'urn:whereabouts:problem:moody' } }
        : this.answer(seen, body);
    if (mood === 'lost') return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  private answer({ method, path, key, revision }: Seen, body: unknown): { status: number; body?: unknown } {
    const [, what = '', id = '', then = '', last = ''] = path.split('/');
    if (what.endsWith(':batch')) return { status: 200, body: { accepted: 1, rejected: [] } };
    if (what === 'products') return this.product(method, id, revision, body as { priceCents: number });
    if (what === 'stock')
      return { status: 200, body: { productId: id, productVersion: 1, available: 9, reserved: 0 } };
    if (what === 'sellers') return { status: 200, body: this.dashboard(id) };
    if (what === 'shipments') return { status: 200, body: { delivered: [] } };
    if (what === 'orders') return this.look(id);
    if (then === 'checkout') return this.checkOut(id, key);
    const cart = this.carts.get(id) ?? new Map<string, Item>();
    this.carts.set(id, cart);
    if (method === 'DELETE') cart.clear();
    if (method === 'PUT') cart.set(last, { ...(body as Item), productId: last });
    if (method === 'DELETE') return { status: 204 };
    const items = [...cart.values()].map((item) => ({
      ...{ ...item, sellerId: 's', unitPriceCents: this.price(item.productId).priceCents, productVersion: 1 },
    }));
    return { status: 200, body: { customerId: id, status: 'open', items } };
  }

  private checkOut(customerId: string, key: string): { status: number; body: unknown } {
    const known = this.orders.get(this.keys.get(key) ?? '');
    if (known) return { status: known.looks > 0 ? 202 : 201, body: known.order };
    const cart = this.carts.get(customerId);
    if (!cart?.size) return { status: 409, body: { type: 'urn:whereabouts:problem:cart-empty' } };
    const totals = { itemsCents: 1, freightCents: 0, voucherCents: 0, totalCents: 1 };
    const lines = [...cart.values()].map(({ productId, quantity }) => ({
      ...{ productId, productVersion: 1, sellerId: 's', quantity, unitPriceCents: 1, ...totals },
    }));
    const order: SeenOrder = {
      ...{ id: randomUUID(), customerId, number: 1, version: 3, lines, dropped: [], ...totals },
      ...(this.looksUntilDecided > 0 ? { status: 'pending' } : { status: 'approved', ...this.outcome }),
    };
    if (order.status === 'approved') cart.clear();
    this.keys.set(key, order.id);
    this.orders.set(order.id, { order, looks: this.looksUntilDecided });
    return { status: this.looksUntilDecided > 0 ? 202 : 201, body: order };
  }

  private look(id: string): { status: number; body: unknown } {
    const known = this.orders.get(id);
    if (!known) return { status: 404, body: { type: 'urn:whereabouts:problem:not-found' } };
    known.looks -= 1;
    if (known.looks <= 0 && known.order.status === 'pending') {
      known.order = { ...known.order, status: 'approved', ...this.outcome };
      if (known.order.status === 'approved') this.carts.delete(known.order.customerId);
    }
    return { status: 200, body: known.order };
  }

  private dashboard(sellerId: string): object {
    const entries = [...this.orders.values()].map(({ order }) => ({ orderId: order.id }));
    return { sellerId, orders: entries.length, items: entries.length, entries };
  }

  private product(
    method: string,
    id: string,
    revision: number,
    body: { priceCents: number },
  ): { status: number; body: unknown } {
    const product = this.price(id);
    if (revision < product.revision)
      return { status: 412, body: { type: 'urn:whereabouts:problem:precondition-failed' } };
    if (method !== 'GET') {
      product.priceCents = body.priceCents;
      product.revision += 1;
      if (method === 'PUT') product.version += 1;
    }
    return { status: 200, body: { id, status: 'active', ...product } };
  }

  private price(id: string): { priceCents: number; revision: number; version: number } {
    const product = this.prices.get(id) ?? { priceCents: 100, revision: 1, version: 1 };
    this.prices.set(id, product);
    return product;
  }
}
