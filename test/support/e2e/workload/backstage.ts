import { setTimeout as pause } from 'node:timers/promises';
import {
  type Dashboard,
  dashboardsAddUp,
  type KnownPrice,
  type Product,
  readStock,
  stockNeverNegative,
  type Violation,
} from '@comparison/checkers/stored';
import type { Marketplace } from '../marketplace.js';
import type { Random } from '../random.js';

/** What goes on while people shop: prices change, parcels are delivered, sellers look, and someone counts the stock. */
export class Backstage {
  readonly #violations: Violation[] = [];

  constructor(
    private readonly at: Marketplace,
    private readonly products: readonly Product[],
    private readonly prices: KnownPrice[],
    private readonly random: Random,
  ) {}

  /** Works until `signal` aborts. @throws Error when a sample broke a promise that holds at every moment */
  async work(signal: AbortSignal): Promise<void> {
    const repeat = async (everyMs: number, task: () => Promise<unknown>): Promise<void> => {
      while (!signal.aborted) {
        await task();
        await pause(everyMs, undefined, { signal }).catch(() => undefined);
      }
    };
    await Promise.all([
      repeat(40, () => this.changePrice()),
      repeat(150, () => this.at.client.send('POST', '/shipments/deliveries')),
      repeat(60, () => this.sampleStock()),
      repeat(100, () => this.sampleDashboard()),
    ]);
    if (this.#violations.length > 0)
      throw new Error(`Broken while the workload ran: ${JSON.stringify(this.#violations.slice(0, 10))}`);
  }

  private async changePrice(): Promise<void> {
    const { id } = this.random.skewed(this.products);
    const { priceCents, revision, version } = await this.at.client.get<Product>(`/products/${id}`);
    const next = Math.ceil(priceCents * (1 + this.random.integer(1, 9) / 100));
    const from = Date.now();
    const answer = await this.at.client.send('PATCH', `/products/${id}`, {
      body: { priceCents: next },
      headers: { 'if-match': `"${revision}"` },
    });
    if (answer.status !== 200) return;
    const last = this.prices.findLast(
      ({ productId, productVersion }) => productId === id && productVersion === version,
    );
    if (last) last.until = Date.now();
    this.prices.push({ productId: id, productVersion: version, priceCents: next, from, until: Infinity });
  }

  private async sampleStock(): Promise<void> {
    this.#violations.push(...stockNeverNegative(await readStock(this.at.databases)));
  }

  private async sampleDashboard(): Promise<void> {
    const { sellerId } = this.random.skewed(this.products);
    const dashboard = await this.at.client.get<Dashboard>(`/sellers/${sellerId}/dashboard`);
    this.#violations.push(...dashboardsAddUp({ dashboards: [dashboard] }));
  }
}
