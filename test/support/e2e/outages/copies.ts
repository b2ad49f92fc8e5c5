import { catalogue } from '@marketplace/catalogue';
import type { Outage } from '@platform/profile';
import { randomUUID } from 'node:crypto';
import type { Client } from '../client.js';
import { eventually } from '../eventually.js';
import type { Marketplace } from '../marketplace.js';
import type { Customer, Dashboard, Shipment } from '../resources.js';
import { asEver, type Served } from './probes.js';
import { decided, nameOf, none } from './sight.js';
import type { WatchedCheckout } from './watched-checkout.js';

type Copy = Outage['standStill'][number];

/** A copy that one module keeps of another's data, while both of them answer. */
interface Following {
  /** Changes the original. @returns false when nothing can change it meanwhile */
  readonly change: () => Promise<boolean>;
  readonly hasFollowed: () => Promise<boolean>;
}

export interface Changes {
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
      hasFollowed: async () => (await parcel.orders())[0]?.status === 'delivered',
    },
  };
}

/** How long a copy may take that is said to follow. */
const PATIENCE = { withinMs: 20_000 };

/** Those that can be read and do not follow; where nothing can change the original, those that are said not to. */
export async function copiesBehind(
  at: Marketplace,
  changes: Changes,
  served: ReadonlyMap<string, Served>,
  saidToBeBehind: readonly Copy[],
): Promise<string> {
  const following = followings(at, changes);
  const answers = (module: string): boolean => served.get(module) === asEver;
  const isBehind = async (copy: Copy): Promise<boolean> => {
    if (!answers(copy.at) || !answers(copy.of)) return answers(copy.at);
    const said = saidToBeBehind.includes(copy);
    const { change, hasFollowed } = following[`${copy.at} of ${copy.of}`] ?? missing(copy);
    if (!(await change())) return said;
    if (said) return !(await hasFollowed());
    const follows = eventually(hasFollowed, 'the copy follows', PATIENCE);
    return follows.then(
      () => false,
      () => true,
    );
  };
  const behind = await Promise.all(catalogue.copies.map(isBehind));
  return (
    catalogue.copies
      .filter((_, n) => behind[n])
      .map(nameOf)
      .join(', ') || none
  );
}

function missing(copy: Copy): never {
  throw new Error(`No test knows how the copy ${nameOf(copy)} is changed.`);
}

/** A run of deliveries takes one package of each of a few sellers: it may take several to come to this one. */
async function deliver(client: Client, parcel: WatchedCheckout): Promise<boolean> {
  const [order] = await parcel.orders();
  await eventually(async () => {
    await client.expect([200], 'POST', '/shipments/deliveries');
    const path = `/shipments?orderId=${order?.id}`;
    const { items } = await client.get<{ items: Shipment[] }>(path);
    return items[0]?.status === 'delivered';
  }, 'the parcel is delivered');
  return true;
}
