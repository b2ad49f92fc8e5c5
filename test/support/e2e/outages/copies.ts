import type { Customer, Dashboard, Shipment } from '@comparison/checkers/stored';
import { asEver, decided, nameOf, none, type Served } from '@comparison/faults';
import { catalogue } from '@marketplace/catalogue';
import type { Outage } from '@platform/profile';
import { randomUUID } from 'node:crypto';
import type { Client } from '../client.js';
import { eventually } from '../eventually.js';
import type { Marketplace } from '../marketplace.js';
import type { WatchedCheckout } from './watched-checkout.js';

type Copy = Outage['standStill'][number];

/** A copy that one module keeps of another's data, while both of them answer. */
interface Following {
  /** Changes the original. @returns false when nothing can change it meanwhile */
  readonly change: () => Promise<boolean>;
  readonly hasFollowed: () => Promise<boolean>;
}

interface Changes {
  /** A checkout that was approved before, with nothing of it delivered. */
  readonly parcel: WatchedCheckout;
  /** One that was begun meanwhile. */
  readonly checkout: WatchedCheckout;
}

/** By the names of who keeps the copy and whose data it is. */
function followings(at: Marketplace, { parcel, checkout }: Changes): Readonly<Record<string, Following>> {
  const { shop, client } = at;
  const [forCart, forStock, newcomer] = [randomUUID(), randomUUID(), randomUUID()];
  const { name, email, address } = parcel.customer;
  const isTaken = async (method: string, path: string, body?: unknown) =>
    (await client.send(method, path, { body })).status < 300;
  const put = async (path: string, body: unknown) => {
    await client.put(path, body);
    return true;
  };
  const isDecided = async () => (await checkout.standsBefore()) === decided;
  return {
    'cart of product': {
      change: () => put(`/products/${forCart}`, shop.details()),
      hasFollowed: () => isTaken('PUT', `/carts/${parcel.customer.id}/items/${forCart}`, { quantity: 1 }),
    },
    'stock of product': {
      change: () => put(`/products/${forStock}`, shop.details()),
      hasFollowed: () => isTaken('PUT', `/stock/${forStock}`, { available: 1 }),
    },
    'cart of customer': {
      change: () => put(`/customers/${newcomer}`, { name, email, address }),
      hasFollowed: () => isTaken('GET', `/carts/${newcomer}`),
    },
    'customer of order': {
      change: isDecided,
      hasFollowed: async () =>
        (await client.get<Customer>(`/customers/${checkout.customer.id}`)).paidOrders === 1,
    },
    'seller of order': {
      change: isDecided,
      hasFollowed: async () => {
        const path = `/sellers/${checkout.product.sellerId}/dashboard`;
        return (await client.get<Dashboard>(path)).entries.length === 1;
      },
    },
    'order of shipment': {
      change: () => deliver(client, parcel),
      hasFollowed: async () => (await parcel.order()).status === 'delivered',
    },
  };
}

/** How long a copy may take that is said to follow. */
const PATIENCE = { withinMs: 20_000 };

/** Changes what copies are of, and looks which of them follow. */
export class Copies {
  readonly #following: Readonly<Record<string, Following>>;
  readonly #changed = new Map<Copy, boolean>();

  constructor(at: Marketplace, changes: Changes) {
    this.#following = followings(at, changes);
  }

  async change(copies: readonly Copy[]): Promise<void> {
    for (const copy of copies) this.#changed.set(copy, await this.#of(copy).change());
  }

  /**
   * Those that can be read and do not follow, one after another: what is delivered is on no dashboard any more. Where nothing can
   * change the original, those that are said not to.
   */
  async behind(served: ReadonlyMap<string, Served>, said: readonly Copy[]): Promise<string> {
    const behind: Copy[] = [];
    for (const copy of catalogue.copies)
      if (await this.#isBehind(copy, served, said.includes(copy))) behind.push(copy);
    return behind.map(nameOf).join(', ') || none;
  }

  async #isBehind(copy: Copy, served: ReadonlyMap<string, Served>, said: boolean): Promise<boolean> {
    const [canBeRead, canChange] = [copy.at, copy.of].map((module) => served.get(module) === asEver);
    if (!canBeRead || !canChange) return canBeRead === true;
    if (!this.#changed.has(copy)) await this.change([copy]);
    if (!this.#changed.get(copy)) return said;
    const { hasFollowed } = this.#of(copy);
    if (said) return !(await hasFollowed());
    return eventually(hasFollowed, 'the copy follows', PATIENCE).then(
      () => false,
      () => true,
    );
  }

  #of(copy: Copy): Following {
    const following = this.#following[nameOf(copy)];
    if (!following) throw new Error(`No test knows how the copy ${nameOf(copy)} is changed.`);
    return following;
  }
}

/** A run of deliveries takes one package of each of a few sellers: it may take several to come to this one. */
async function deliver(client: Client, parcel: WatchedCheckout): Promise<boolean> {
  const { id } = await parcel.order();
  await eventually(async () => {
    await client.expect([200], 'POST', '/shipments/deliveries');
    const path = `/shipments?orderId=${id}`;
    const { items } = await client.get<{ items: Shipment[] }>(path);
    return items[0]?.status === 'delivered';
  }, 'the parcel is delivered');
  return true;
}
