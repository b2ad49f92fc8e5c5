import { moduleOf, type ProfileDescription } from '@platform/profile';
import {
  type Behaviour,
  type Cart,
  isKeptAsEvents,
  type Order,
  type Product,
  type SchemaReader,
} from '@comparison/checkers/stored';
import { eventually } from '../eventually.js';
import type { Marketplace } from '../marketplace.js';
import { WatchedCheckout } from '../outages/watched-checkout.js';

/** Something that a client may see under one profile and never under another, although every story ends alike in both. */
export interface KnownDifference {
  readonly name: string;
  readonly why: string;
  /** Whether it is to be seen under a profile; derived from it as all that it promises. */
  readonly where: (of: ProfileDescription) => boolean;
  /** Brings about what would show it. @param isExpected what is bound to come is waited for longer @returns whether it was seen */
  readonly isSeen: (at: Marketplace, isExpected: boolean) => Promise<boolean>;
}

const promises = (id: string) => (of: ProfileDescription) =>
  of.promises.find((promise) => promise.id === id)?.holds === true;
const breaks = (id: string) => (of: ProfileDescription) => !promises(id)(of);

/** All there are. What is not among them is the same in every profile: the story's end, with every number, version and history. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    name: 'while a checkout is being charged, its reservation and its order’s lines are there',
    why: 'each step commits by itself; in one transaction nothing is seen before all of it',
    where: (of) => of.reads.halfDone.length > 0,
    isSeen: async (at) => {
      const checkout = await beingCharged(at);
      const { reserved } = await at.shop.stock(checkout.product.id);
      const { version, lines } = await checkout.order();
      return version === 2 && lines.length === 1 && reserved === 1;
    },
  },
  {
    name: 'while a checkout is being charged, nobody else can buy of the same product',
    why: 'the transaction holds the stock row until the charge is answered, 2 s at most; steps hold a reservation and no row',
    where: promises('atomic-checkout'),
    isSeen: async (at, isExpected) => {
      const { product } = await beingCharged(at);
      return comes(() => isStockLocked(at, product.id), isExpected, 3_000);
    },
  },
  {
    name: 'pieces that are being paid for can be withdrawn from sale',
    why: 'a transaction begins anew for each call of the provider, and holds nothing in between; a reservation holds until the end',
    where: promises('atomic-checkout'),
    isSeen: async (at) => {
      const { product } = await beingCharged(at);
      return eventually(async () => {
        const { status } = await at.client.send('PUT', `/stock/${product.id}`, { body: { available: 0 } });
        return [200, 409].includes(status) && { isWithdrawn: status === 200 };
      }, 'stock answers').then(({ isWithdrawn }) => isWithdrawn);
    },
  },
  {
    name: 'an order has failed, and what it had reserved is not free yet',
    why: 'whoever had done a step undoes it on hearing of the failure; a transaction is rolled back before anybody can hear of it',
    where: breaks('atomic-checkout'),
    isSeen: async (at, isExpected) => {
      const checkout = await beingCharged(at, { declineRate: 1 });
      return heldUp(at, 'stock', ['stock', 'stream_head'], async () => {
        await at.provider.behave({ declineRate: 1 });
        const fails = async () => (await statusOf(checkout)) === 'payment-failed';
        const hasFailed = await comes(fails, isExpected, 6_000);
        return hasFailed && (await at.shop.stock(checkout.product.id)).reserved === 1;
      });
    },
  },
  {
    name: 'an order is approved, and its cart is still sealed',
    why: 'the cart hears of the completion; in one transaction it takes part in it',
    where: breaks('atomic-checkout'),
    isSeen: async (at, isExpected) => {
      const checkout = await beingCharged(at);
      return heldUp(at, 'cart', ['cart', 'stream_head'], async (isWaitedFor) => {
        await at.provider.behave({});
        await eventually(isWaitedFor, 'the cart is to be emptied');
        // The order hears of it by itself, before the cart or after it.
        const isApprovedAlone = async () => {
          const { status } = await at.shop.cart(checkout.customer.id);
          return (await statusOf(checkout)) === 'approved' && status === 'sealed';
        };
        return comes(isApprovedAlone, isExpected, 3_000);
      });
    },
  },
  {
    name: 'an order is there, and its customer’s list does not show it yet',
    why: 'a list of streams is a projection that follows the log; a list of rows is the rows',
    where: ({ profile }) => moduleOf(profile, 'order').persistence === 'events',
    isSeen: async (at) => {
      const checkout = await WatchedCheckout.prepare(at);
      await at.quiescent();
      const isMissing = async () => {
        const { status, body } = await checkout.send(0);
        const path = `/orders?customerId=${checkout.customer.id}`;
        const { items } = await at.client.get<{ items: Order[] }>(path);
        return status < 300 && !items.some(({ id }) => id === body.id);
      };
      const isFollowed = await isKeptAsEvents(at.databases, 'order');
      return isFollowed ? heldUp(at, 'order', ['order_list', 'order_list'], isMissing) : isMissing();
    },
  },
  {
    name: 'a product has a new price, and carts still show the old one',
    why: 'the cart keeps a copy that follows by events, in every profile: within one process it only hardly ever shows',
    where: breaks('fresh-copies'),
    isSeen: async (at) => {
      const { product, customer } = await WatchedCheckout.prepare(at);
      return heldUp(at, 'cart', ['offer', 'offer'], async (isWaitedFor) => {
        const changed = await at.client.expect<Product>([200], 'PATCH', `/products/${product.id}`, {
          body: { priceCents: product.priceCents + 1 },
          headers: { 'if-match': `"${product.revision}"` },
        });
        await eventually(isWaitedFor, 'the cart is to learn the price');
        const { items } = await at.client.get<Cart>(`/carts/${customer.id}`);
        return items[0]?.unitPriceCents === product.priceCents && changed.priceCents !== product.priceCents;
      });
    },
  },
];

async function beingCharged(at: Marketplace, behaviour: Behaviour = {}): Promise<WatchedCheckout> {
  const [checkout] = await WatchedCheckout.beingCharged(at, 1, behaviour);
  if (!checkout) throw new RangeError('One was asked for.');
  return checkout;
}

/** Whether something happens; for what never happens a few seconds have to do. */
function comes(
  condition: () => Promise<boolean>,
  isExpected: boolean,
  otherwiseMs: number,
): Promise<boolean> {
  const withinMs = isExpected ? 30_000 : otherwiseMs;
  return eventually(condition, 'it happens', { withinMs }).catch(() => false);
}

async function statusOf(checkout: WatchedCheckout): Promise<string> {
  return (await checkout.order()).status;
}

/** Whether somebody holds the lock of a product's stock: the row, or the head of the stream. */
async function isStockLocked({ databases }: Marketplace, productId: string): Promise<boolean> {
  const [from, key] = (await isKeptAsEvents(databases, 'stock'))
    ? ['stock.stream_head WHERE stream_id', `stock-${productId}`]
    : ['stock.stock WHERE product_id', productId];
  const free = await databases.query('stock', `SELECT 1 FROM ${from} = $1 FOR UPDATE SKIP LOCKED`, [key]);
  return free.length === 0;
}

/**
 * Looks while whoever wants to write to a table has to wait: what is bound to happen is kept from happening yet. A lock on rows
 * would be a transaction that writes, for whose end every log in the same cluster waits.
 * @param tables where the module keeps rows, and where it keeps events
 */
async function heldUp(
  { databases }: Marketplace,
  module: string,
  [ofRows, ofEvents]: readonly [string, string],
  look: (isWaitedFor: () => Promise<boolean>) => Promise<boolean>,
): Promise<boolean> {
  const table = (await isKeptAsEvents(databases, module)) ? ofEvents : ofRows;
  const lock = `LOCK TABLE "${module}"."${table}" IN SHARE MODE`;
  return databases.damaged(module, lock, async (own: SchemaReader) => {
    const [me] = await own.query<{ pid: number }>(module, 'SELECT pg_backend_pid() AS pid');
    return look(async () => {
      const sql = 'SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))';
      return (await databases.query(module, sql, [me?.pid])).length > 0;
    });
  });
}
