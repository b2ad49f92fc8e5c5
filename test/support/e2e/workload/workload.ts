import type { Attempt, BatchResult, Cast, KnownPrice, Product, Witness } from '@comparison/checkers/stored';
import { randomUUID } from 'node:crypto';
import { eventually } from '../eventually.js';
import type { Marketplace } from '../marketplace.js';
import { Random } from '../random.js';
import { someAddress } from '../shop.js';
import { Backstage } from './backstage.js';
import { Shopper } from './shopper.js';

export interface WorkloadOptions {
  readonly seed: number;
  readonly shoppers: number;
  readonly checkoutsEach: number;
  readonly sellers: number;
  readonly products: number;
  /** Pieces per product, from and to: few enough that not everyone gets what they want. */
  readonly pieces: readonly [number, number];
}

/** Many shoppers at the same time, over little stock, while prices change and parcels are delivered. Ids are the only thing
 * that is not the seed's. */
export class Workload {
  readonly attempts: Attempt[] = [];
  readonly prices: KnownPrice[] = [];
  readonly #random: Random;
  readonly #initialStock = new Map<string, number>();
  #sellers: string[] = [];
  #customers: string[] = [];
  #products: Product[] = [];

  constructor(
    private readonly at: Marketplace,
    private readonly options: WorkloadOptions,
  ) {
    this.#random = new Random(options.seed);
  }

  get cast(): Cast {
    return {
      sellers: this.#sellers,
      customers: this.#customers,
      products: this.#products.map(({ id }) => id),
    };
  }

  get witness(): Witness {
    return { initialStock: this.#initialStock, attempts: this.attempts, prices: this.prices };
  }

  /** Loads the cast, and waits until stock and cart know of it. */
  async prepare(): Promise<void> {
    const { sellers, shoppers, products, pieces } = this.options;
    const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
    const party = (id: string): object => ({
      id,
      name: 'Somebody',
      email: 'some@body.example',
      address: someAddress(),
    });
    this.#sellers = ids(sellers);
    this.#customers = ids(shoppers);
    await this.#load('/sellers:batch', this.#sellers.map(party));
    await this.#load('/customers:batch', this.#customers.map(party));
    const offers = ids(products).map((id, index) => ({
      ...this.at.shop.details({ sellerId: this.#sellers[index % sellers] as string }),
      ...{ id, priceCents: this.#random.integer(100, 9_900), freightCents: this.#random.integer(0, 500) },
    }));
    await this.#load('/products:batch', offers);
    for (const { id, priceCents } of offers) {
      this.#initialStock.set(id, this.#random.integer(...pieces));
      this.prices.push({ productId: id, productVersion: 1, priceCents, from: 0, until: Infinity });
    }
    const stock = [...this.#initialStock].map(([productId, available]) => ({ productId, available }));
    await eventually(() => this.#load('/stock:batch', stock).then(() => true), 'stock knows all products');
    await eventually(() => this.#cartKnowsAll(), 'the cart knows customers and products');
    this.#products = offers.map((offer) => ({ ...offer, status: 'active', version: 1, revision: 1 }));
  }

  /** All shoppers at once, until each has done their checkouts. */
  async run(): Promise<void> {
    const backstage = new Backstage(
      this.at,
      this.#products,
      this.prices,
      new Random(this.#random.integer(0, 2 ** 31)),
    );
    const stop = new AbortController();
    const behind = backstage.work(stop.signal);
    try {
      await Promise.all(
        this.#customers.map(async (customerId) => {
          const random = new Random(this.#random.integer(0, 2 ** 31));
          const shopper = new Shopper(this.at, customerId, this.#products, random);
          for (let n = 0; n < this.options.checkoutsEach; n += 1)
            this.attempts.push(...(await shopper.buy()));
        }),
      );
    } finally {
      stop.abort();
      await behind;
    }
  }

  async #load(path: string, items: readonly object[]): Promise<void> {
    const { rejected } = await this.at.client.expect<BatchResult>([200], 'POST', path, { body: { items } });
    if (rejected[0])
      throw new Error(`${path} rejected ${rejected.length} items: ${rejected[0].problem.detail}`);
  }

  async #cartKnowsAll(): Promise<boolean> {
    const { client } = this.at;
    const last = {
      customer: this.#customers.at(-1) ?? '',
      product: [...this.#initialStock.keys()].at(-1) ?? '',
    };
    for (const id of this.#customers)
      if ((await client.send('GET', `/carts/${id}`)).status !== 200) return false;
    for (const id of this.#initialStock.keys()) {
      const item = `/carts/${last.customer}/items/${id}`;
      if ((await client.send('PUT', item, { body: { quantity: 1 } })).status >= 300) return false;
    }
    await client.expect([204], 'DELETE', `/carts/${last.customer}`);
    return true;
  }
}
