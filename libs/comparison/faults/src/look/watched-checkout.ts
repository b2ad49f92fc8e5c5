import { randomUUID } from 'node:crypto';
import { until } from '../until.js';
import type { Answer } from './seat.js';
import type { Order, Shop } from './shop.js';
import { none } from './sight.js';
import { orderOfSealedCart, standsBefore } from './steps-seen.js';

/** A customer with one thing in the cart, and what becomes of the checkout of it. */
export class WatchedCheckout {
  readonly #key = randomUUID();
  #orderId: string | undefined;

  private constructor(
    private readonly shop: Shop,
    readonly sellerId: string,
    readonly customerId: string,
  ) {}

  static async prepare(shop: Shop): Promise<WatchedCheckout> {
    const sellerId = await shop.seller();
    const product = await shop.offer(shop.details(sellerId));
    return new WatchedCheckout(shop, sellerId, await shop.shopper(product));
  }

  /** What an answer has named. */
  get orderId(): string | undefined {
    return this.#orderId;
  }

  /** Under the same key every time. */
  async send(wait: number, signal?: AbortSignal): Promise<Answer<Order>> {
    const answer = await this.shop.checkOut(this.customerId, {
      ...{ key: this.#key, wait },
      ...(signal && { signal }),
    });
    if (answer.status < 300) this.#orderId = answer.body.id;
    return answer;
  }

  /** Resolves when its charge is being made. @throws Error when that is not seen soon */
  async isCharged(signal: AbortSignal | undefined): Promise<void> {
    await until(
      async () => {
        const id = this.#orderId ?? (await orderOfSealedCart(this.shop.seat, this.customerId));
        if (id === undefined) return false;
        this.#orderId = id;
        const sql = 'SELECT 1 AS one FROM payment.charge_attempt WHERE order_id = $1';
        return (await this.shop.seat.rows('payment', sql, [id])).length > 0;
      },
      'a charge is being made',
      { withinMs: 5_000, everyMs: 20, signal },
    );
  }

  /** Whether it was recorded, whatever was answered: the cart is sealed then, or empty since the order is approved. */
  async isRecorded(): Promise<boolean> {
    const cart = await this.shop.seat.expect<{ status: string; items: unknown[] }>(
      'GET',
      `/carts/${this.customerId}`,
    );
    return cart.status === 'sealed' || cart.items.length === 0;
  }

  async standsBefore(): Promise<string> {
    const { seat } = this.shop;
    const id = this.#orderId ?? (await orderOfSealedCart(seat, this.customerId));
    return id === undefined ? none : standsBefore(seat, id);
  }

  /** Asked again under its key it is there, once: `approved, 1 order, 1 charge`. */
  async end(withinMs: number, signal: AbortSignal | undefined): Promise<string> {
    const { seat } = this.shop;
    const order = await until(
      async () => {
        const { status, body } = await this.send(5);
        return status === 201 && body;
      },
      'a checkout is decided',
      { withinMs, everyMs: 250, signal },
    );
    // A list may be a moment behind.
    const orders = await until(
      async () => {
        const path = `/orders?customerId=${this.customerId}`;
        const { items } = await seat.expect<{ items: Order[] }>('GET', path);
        return items.some(({ id }) => id === order.id) && items;
      },
      'the order is listed',
      { withinMs, everyMs: 100, signal },
    );
    const entries = await seat.ledgerOf(order.id);
    const count = (status: string) => entries.filter((entry) => entry.status === status).length;
    return ended(order.status, orders.length, count('captured') - count('refunded'));
  }
}

/** How a checkout ended, in words; charges are those that were not paid back. */
export function ended(status: string, orders: number, charges: number): string {
  const plural = (n: number, of: string) => `${n} ${of}${n === 1 ? '' : 's'}`;
  return `${status}, ${plural(orders, 'order')}, ${plural(charges, 'charge')}`;
}
