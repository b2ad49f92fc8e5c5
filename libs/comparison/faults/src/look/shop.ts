import { randomUUID } from 'node:crypto';
import { until } from '../until.js';
import type { Answer, Seat } from './seat.js';

export interface Order {
  readonly id: string;
  readonly status: string;
}

const address = {
  street: 'Rua Augusta 1',
  city: 'Lisboa',
  region: 'Lisboa',
  postalCode: '1100-048',
  country: 'PT',
};

/** Things of its own to look at: what crosses modules is asked for until it is there. */
export class Shop {
  constructor(
    readonly seat: Seat,
    private readonly signal: AbortSignal | undefined,
  ) {}

  party() {
    return { name: 'Watch & Daughters', email: 'desk@watch.example', address };
  }

  details(sellerId: string) {
    return {
      ...{ sellerId, name: 'Spyglass', sku: `SPY-${randomUUID().slice(0, 8)}`, category: 'optics' },
      ...{ description: 'Looks far.', priceCents: 1_000, freightCents: 250, currency: 'EUR' },
    };
  }

  async seller(): Promise<string> {
    const id = randomUUID();
    await this.seat.expect('PUT', `/sellers/${id}`, this.party());
    return id;
  }

  async offer(details: object): Promise<string> {
    const id = randomUUID();
    await this.seat.expect('PUT', `/products/${id}`, details);
    await this.#untilKnown('PUT', `/stock/${id}`, { available: 100 });
    return id;
  }

  /** A new customer with one piece of each product in the cart. */
  async shopper(...productIds: readonly string[]): Promise<string> {
    const id = randomUUID();
    await this.seat.expect('PUT', `/customers/${id}`, this.party());
    await this.#untilKnown('GET', `/carts/${id}`);
    for (const productId of productIds)
      await this.#untilKnown('PUT', `/carts/${id}/items/${productId}`, { quantity: 1 });
    return id;
  }

  checkOut(
    customerId: string,
    { key, wait, signal }: { key: string; wait: number; signal?: AbortSignal },
  ): Promise<Answer<Order>> {
    return this.seat.send<Order>('POST', `/carts/${customerId}/checkout`, {
      headers: { 'idempotency-key': key, prefer: `wait=${wait}` },
      body: { payment: { method: 'boleto' } },
      ...(signal && { signal }),
    });
  }

  /** The id of the decided order of a new checkout. */
  async orderOf(customerId: string): Promise<string> {
    const key = randomUUID();
    const order = await until(
      async () => {
        const { status, body } = await this.checkOut(customerId, { key, wait: 5 });
        return status === 201 && body;
      },
      'an order is decided',
      { signal: this.signal },
    );
    return order.id;
  }

  async #untilKnown(method: string, path: string, body?: unknown): Promise<void> {
    await until(
      async () => {
        const { status } = await this.seat.send(method, path, { body });
        return status < 300 || (status === 404 ? false : refuse(`${method} ${path} answered ${status}`));
      },
      `${method} ${path} is taken`,
      { signal: this.signal },
    );
  }
}

function refuse(why: string): never {
  throw new Error(why);
}
