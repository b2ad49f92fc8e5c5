import { type Cart, isDecided, type Order, type Product } from '@comparison/checkers/stored';
import { randomUUID } from 'node:crypto';
import { eventually } from '../eventually.js';
import type { Marketplace } from '../marketplace.js';
import type { Random } from '../random.js';
import { boleto, byCard } from '../shop.js';

export interface StorySize {
  readonly sellers: number;
  readonly customers: number;
  readonly products: number;
  readonly scenes: number;
}

/** Who takes part, by the names that tell them apart in every run: `customer 3`, `product 7`. */
export interface Roles {
  readonly sellers: readonly string[];
  readonly customers: readonly string[];
  readonly products: readonly string[];
}

/**
 * A tale of a marketplace whose end follows from its seed alone: one thing after another, and what crosses modules is waited for
 * wherever what follows depends on it. Things run out, prices change, products are replaced and deleted, charges are declined,
 * parcels are delivered.
 */
export class Story {
  readonly #sellers: string[] = [];
  readonly #customers: string[] = [];
  readonly #products: Product[] = [];
  /** The orders of every customer, in the order in which they were begun. */
  readonly orders: string[] = [];

  constructor(
    private readonly at: Marketplace,
    private readonly random: Random,
    private readonly size: StorySize,
  ) {}

  get roles(): Roles {
    return {
      sellers: this.#sellers,
      customers: this.#customers,
      products: this.#products.map(({ id }) => id),
    };
  }

  async play(): Promise<void> {
    await this.#cast();
    for (let scene = 0; scene < this.size.scenes; scene += 1) {
      const dice = this.random.next();
      if (dice < 0.14) await this.#changePrice();
      else if (dice < 0.2) await this.#replace();
      else if (dice < 0.24) await this.#delete();
      else if (dice < 0.27) await this.#restock();
      else if (dice < 0.3) await this.#deliver();
      else await this.#buy();
    }
    await this.at.quiescent();
  }

  async #cast(): Promise<void> {
    const { sellers, customers, products } = this.size;
    for (let n = 0; n < sellers; n += 1) this.#sellers.push((await this.at.shop.seller()).id);
    for (let n = 0; n < customers; n += 1) this.#customers.push((await this.at.shop.customer()).id);
    for (let n = 0; n < products; n += 1) {
      this.#products.push(
        await this.at.shop.offer({
          sellerId: this.#sellers[n % sellers] as string,
          name: `Product ${n}`,
          sku: `SKU-${n}`,
          priceCents: this.random.integer(100, 5_000),
          freightCents: this.random.integer(0, 300),
          available: this.random.integer(3, 12),
        }),
      );
    }
    await this.at.quiescent();
  }

  async #buy(): Promise<void> {
    const customerId = this.#any(this.#customers);
    for (let items = this.random.integer(1, 3); items > 0; items -= 1) await this.#put(customerId);
    const cart = await this.at.shop.cart(customerId);
    const declined = this.random.chance(0.15);
    const body = this.random.chance(0.5) ? byCard : boleto;
    if (cart.items.length === 0) return;
    if (declined) await this.at.provider.behave({ declineRate: 1 });
    try {
      const order = await this.#checkOut(customerId, body);
      this.orders.push(order.id);
    } finally {
      if (declined) await this.at.provider.behave({});
    }
    await eventually(
      async () => (await this.at.shop.cart(customerId)).status === 'open',
      'the cart follows its order',
    );
  }

  async #put(customerId: string): Promise<void> {
    const product = this.#any(this.#products);
    const quantity = this.random.integer(1, 4);
    const voucherCents = this.random.chance(0.2) ? this.random.integer(1, 400) : 0;
    if (product.status === 'deleted') return;
    await this.at.client.expect<Cart>([200, 201], 'PUT', `/carts/${customerId}/items/${product.id}`, {
      body: { quantity, voucherCents },
    });
  }

  /** Under one key until it is decided, whatever the profile takes for it. */
  async #checkOut(customerId: string, body: typeof boleto): Promise<Order> {
    const key = randomUUID();
    return eventually(
      async () => {
        const answer = await this.at.shop.checkOut(customerId, { key, body, prefer: 'wait=30' });
        return answer.status === 201 && isDecided(answer.body) && answer.body;
      },
      `the checkout of ${customerId} is decided`,
      { withinMs: 60_000 },
    );
  }

  async #changePrice(): Promise<void> {
    const product = this.#any(this.#products);
    const priceCents = Math.ceil(product.priceCents * (1 + this.random.integer(1, 9) / 100));
    if (product.status === 'deleted') return;
    const { body } = await this.at.client.send<Product>('PATCH', `/products/${product.id}`, {
      body: { priceCents },
      headers: { 'if-match': `"${product.revision}"` },
    });
    await this.#becomes(body);
  }

  async #replace(): Promise<void> {
    const { id, sellerId, name, sku, category, description, freightCents, currency } = this.#any(
      this.#products,
    );
    const priceCents = this.random.integer(100, 5_000);
    const details = { sellerId, name, sku, category, description, priceCents, freightCents, currency };
    await this.#becomes(await this.at.client.put<Product>(`/products/${id}`, details));
  }

  async #delete(): Promise<void> {
    const product = this.#any(this.#products);
    await this.at.client.expect([204], 'DELETE', `/products/${product.id}`);
    await this.#becomes(await this.at.client.get<Product>(`/products/${product.id}`));
  }

  async #restock(): Promise<void> {
    const product = this.#any(this.#products);
    await this.at.shop.setStock(product.id, this.random.integer(5, 15));
  }

  /** All there is: how much of it one run takes depends on whose parcels are open besides. */
  async #deliver(): Promise<void> {
    await this.at.quiescent();
    await eventually(async () => {
      const { delivered } = await this.at.client.expect<{ delivered: unknown[] }>(
        [200],
        'POST',
        '/shipments/deliveries',
      );
      return delivered.length === 0;
    }, 'nothing is left to deliver');
    await this.at.quiescent();
  }

  async #becomes(product: Product): Promise<void> {
    const index = this.#products.findIndex(({ id }) => id === product.id);
    this.#products[index] = product;
    await this.at.quiescent();
  }

  #any<Item>(items: readonly Item[]): Item {
    return items[this.random.integer(0, items.length - 1)] as Item;
  }
}
