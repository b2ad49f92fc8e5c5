import { randomUUID } from 'node:crypto';
import { until } from '../until.js';
import type { Order, Shop } from './shop.js';

/**
 * All of one seller, of whom a run of deliveries takes one at a time: whatever load there is delivers, too, and has not come to the
 * last of them when the fault begins.
 */
const PACKAGES = 12;
/** Of deliveries: enough for all of them, and for what others have waiting longer. */
const RUNS = 15;
const SENT_WITHIN_MS = 3_000;

/** A shipment that is on its way when the fault begins, so that one is delivered while it lasts: this one, or one of the load's. */
export class LateParcel {
  #before: string | undefined;
  #delivered: string | undefined;

  private constructor(
    private readonly shop: Shop,
    private readonly customerId: string,
  ) {}

  static async prepare(shop: Shop): Promise<LateParcel> {
    const sellerId = await shop.seller();
    const offers = Array.from({ length: PACKAGES }, () => shop.offer(shop.details(sellerId)));
    return new LateParcel(shop, await shop.shopper(...(await Promise.all(offers))));
  }

  /** Right before the fault. Where that does not succeed in time one of the load's has to do. */
  async send(signal: AbortSignal | undefined): Promise<void> {
    const key = randomUUID();
    const asked = async () =>
      (await this.shop.checkOut(this.customerId, { key, wait: 2, ...(signal && { signal }) })).status === 201;
    await until(asked, 'a parcel is on its way', { withinMs: SENT_WITHIN_MS, signal }).catch(() =>
      signal?.throwIfAborted(),
    );
  }

  /** Called first when the fault has begun. @returns whether something was delivered since then */
  async deliver(): Promise<boolean> {
    this.#before ??= await this.#last();
    for (let run = 0; run < RUNS && this.#delivered === undefined; run += 1) {
      await this.shop.seat.expect('POST', '/shipments/deliveries');
      this.#delivered = await this.#deliveredSince(this.#before);
    }
    return this.#delivered !== undefined;
  }

  /** Whether the order of what was delivered since says so, too. */
  async isKnownToOrder(): Promise<boolean> {
    const { status } = await this.shop.seat.expect<Order>('GET', `/orders/${this.#delivered ?? ''}`);
    return status === 'delivered';
  }

  /** Of the log, which is the same however the module keeps its shipments. */
  async #last(): Promise<string> {
    const sql = 'SELECT coalesce(max(position), 0)::text AS position FROM shipment.event';
    const [last] = await this.shop.seat.rows<{ position: string }>('shipment', sql, []);
    return last?.position ?? '0';
  }

  async #deliveredSince(position: string): Promise<string | undefined> {
    const sql = `SELECT replace(stream_id, 'shipment-', '') AS id FROM shipment.event
                  WHERE channel = 'events' AND type = 'shipment.delivered' AND position > $1
                  ORDER BY position LIMIT 1`;
    return (await this.shop.seat.rows<{ id: string }>('shipment', sql, [position]))[0]?.id;
  }
}
