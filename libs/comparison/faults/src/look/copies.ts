import { catalogue } from '@marketplace/catalogue';
import type { Outage } from '@platform/profile';
import { randomUUID } from 'node:crypto';
import { until } from '../until.js';
import type { LateParcel } from './late-parcel.js';
import type { Shop } from './shop.js';
import { asEver, decided, nameOf, none, type Served } from './sight.js';
import type { WatchedCheckout } from './watched-checkout.js';

type Copy = Outage['standStill'][number];

/** A copy that one module keeps of another's data, while both of them answer. */
interface Following {
  /** Changes the original. @returns false when nothing can change it meanwhile */
  readonly change: () => Promise<boolean>;
  readonly hasFollowed: () => Promise<boolean>;
}

interface Changes {
  /** Of a checkout that was approved before. */
  readonly customerId: string;
  readonly parcel: LateParcel;
  /** One that was begun meanwhile. */
  readonly checkout: WatchedCheckout;
}

/** By the names of who keeps the copy and whose data it is. */
function followings(
  shop: Shop,
  { customerId, parcel, checkout }: Changes,
): Readonly<Record<string, Following>> {
  const { seat } = shop;
  const [forCart, forStock, newcomer] = [randomUUID(), randomUUID(), randomUUID()];
  const isTaken = async (method: string, path: string, body?: unknown) =>
    (await seat.send(method, path, { body })).status < 300;
  const offered = (id: string) => isTaken('PUT', `/products/${id}`, shop.details(checkout.sellerId));
  const isDecided = async () => (await checkout.standsBefore()) === decided;
  return {
    'cart of product': {
      change: () => offered(forCart),
      hasFollowed: () => isTaken('PUT', `/carts/${customerId}/items/${forCart}`, { quantity: 1 }),
    },
    'stock of product': {
      change: () => offered(forStock),
      hasFollowed: () => isTaken('PUT', `/stock/${forStock}`, { available: 1 }),
    },
    'cart of customer': {
      change: () => isTaken('PUT', `/customers/${newcomer}`, shop.party()),
      hasFollowed: () => isTaken('GET', `/carts/${newcomer}`),
    },
    'customer of order': {
      change: isDecided,
      hasFollowed: async () => {
        const path = `/customers/${checkout.customerId}`;
        const counters = await seat.expect<{ paidOrders: number; failedOrders: number }>('GET', path);
        return counters.paidOrders + counters.failedOrders === 1;
      },
    },
    'seller of order': {
      change: async () => (await isDecided()) && (await checkout.isApproved()),
      hasFollowed: async () => {
        const path = `/sellers/${checkout.sellerId}/dashboard`;
        return (await seat.expect<{ entries: unknown[] }>('GET', path)).entries.length === 1;
      },
    },
    'order of shipment': {
      change: () => parcel.deliver(),
      hasFollowed: () => parcel.isKnownToOrder(),
    },
  };
}

/** Changes what copies are of, and looks which of them follow. */
export class Copies {
  readonly #following: Readonly<Record<string, Following>>;
  readonly #changed = new Map<Copy, boolean>();

  constructor(shop: Shop, changes: Changes) {
    this.#following = followings(shop, changes);
  }

  async change(copies: readonly Copy[]): Promise<void> {
    await Promise.all(
      copies.map(async (copy) => {
        const change = this.#of(copy)?.change;
        if (change) this.#changed.set(copy, await change().catch(() => false));
      }),
    );
  }

  /**
   * Those that can be read and do not follow until then. Where nothing can change the original, those that are said not to.
   *
   * @param isOver when there is no more time to follow
   */
  async behind(
    served: ReadonlyMap<string, Served>,
    said: readonly Copy[],
    isOver: () => boolean,
  ): Promise<string> {
    const looks = catalogue.copies.map((copy) => this.#isBehind(copy, served, said.includes(copy), isOver));
    const isBehind = await Promise.all(looks);
    return (
      catalogue.copies
        .filter((_, place) => isBehind[place])
        .map(nameOf)
        .join(', ') || none
    );
  }

  async #isBehind(
    copy: Copy,
    served: ReadonlyMap<string, Served>,
    said: boolean,
    isOver: () => boolean,
  ): Promise<boolean> {
    const following = this.#of(copy);
    if (!following) return said;
    const [canBeRead, canChange] = [copy.at, copy.of].map((module) => served.get(module) === asEver);
    if (!canBeRead) return false;
    if (!canChange) return said;
    for (let last = false; !last;) {
      last = isOver();
      if (!this.#changed.get(copy)) await this.change([copy]);
      if (this.#changed.get(copy) && (await following.hasFollowed().catch(() => false))) return false;
      if (!last) await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return this.#changed.get(copy) ? true : said;
  }

  /** Undefined for one that a catalogue has and nobody here knows how to change. */
  #of(copy: Copy): Following | undefined {
    return this.#following[nameOf(copy)];
  }
}

/** Asked until it is so, or there is no more time. */
export async function settled(
  ask: () => Promise<string>,
  hoped: string,
  isOver: () => boolean,
): Promise<string> {
  await until(async () => isOver() || (await ask()) === hoped, 'it stands where it should', {
    everyMs: 200,
  }).catch(() => undefined);
  return ask();
}
