import { Pool } from 'undici';

import type { Random } from '../data/random.js';

const BATCH = 1_000;

/** Products that are replaced again and again; each replacing is an event. */
export class Products {
  private readonly ids: readonly string[];
  private readonly sellerId: string;
  private turn = 0;

  constructor(random: Random, count: number) {
    this.sellerId = random.uuid();
    this.ids = Array.from({ length: count }, () => random.uuid());
  }

  get count(): number {
    return this.ids.length;
  }

  /** The next of them, by one request, at a price that it has not had: what is not changed is no event. */
  async putNext(pool: Pool): Promise<void> {
    const turn = (this.turn += 1);
    const { statusCode, body } = await pool.request({
      ...{ method: 'PUT', path: `/products/${this.ids[turn % this.ids.length] ?? ''}` },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(this.product(1_000 + turn)),
    });
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`A product was refused with ${statusCode}: ${text}`);
  }

  /** All of them, a thousand by one request. */
  async putAll(url: string, priceCents: number): Promise<void> {
    for (let from = 0; from < this.ids.length; from += BATCH) {
      const items = this.ids.slice(from, from + BATCH).map((id) => ({ id, ...this.product(priceCents) }));
      const response = await fetch(`${url}/products:batch`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify({ items }),
      });
      const answer = (await response.json()) as { accepted?: number };
      if (answer.accepted !== items.length)
        throw new Error(`Products were refused: ${JSON.stringify(answer)}`);
    }
  }

  private product(priceCents: number): object {
    return {
      ...{ sellerId: this.sellerId, name: 'Product', sku: 'SKU-1', category: 'bench', description: '' },
      ...{ priceCents, freightCents: 100, currency: 'EUR' },
    };
  }
}
