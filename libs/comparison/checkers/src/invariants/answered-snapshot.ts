import type { Customer, Dashboard, Order, Payment, Product, Shipment, Stock } from '../resources.js';
import type { RestReader } from './rest-snapshot.js';
import { each } from './rest-snapshot.js';
import type { Snapshot, Violation } from './snapshot.js';

export interface Answered {
  readonly snapshot: Snapshot;
  /** How many resources were asked for. */
  readonly reads: number;
  /** What could not be read though it is there. */
  readonly unreadable: readonly Violation[];
}

/** Of a kind that cannot be read so many say enough: each is asked for again and again. */
const UNREADABLE = 3;

/**
 * A snapshot with the API's answers in place of what the databases hold, for `most` of each kind, evenly spread, and for all
 * dashboards: whatever an answer says differently breaks an invariant that the rows kept. What cannot be read breaks one by
 * itself, and stays as it is stored.
 */
export async function answeredSnapshot(stored: Snapshot, rest: RestReader, most: number): Promise<Answered> {
  let reads = 0;
  const unreadable: Violation[] = [];
  const ask = async <Item, Body>(
    invariant: string,
    items: readonly Item[],
    read: (item: Item) => Promise<Body>,
    limit = most,
  ): Promise<(Item | Body)[]> => {
    const step = Math.max(1, Math.ceil(items.length / limit));
    const chosen = items.flatMap((item, index) => (index % step === 0 ? [{ item, index }] : []));
    const all: (Item | Body)[] = [...items];
    let failed = 0;
    await each(chosen, async ({ item, index }) => {
      if (failed >= UNREADABLE) return;
      reads += 1;
      try {
        all[index] = await read(item);
      } catch (error) {
        failed += 1;
        if (failed <= UNREADABLE) unreadable.push({ invariant, what: (error as Error).message });
      }
    });
    return all;
  };
  const byOrder = async <Item extends { readonly orderId: string }>(kind: string, items: readonly Item[]) =>
    (
      await ask(
        'A1',
        items,
        async ({ orderId }) => (await rest.get<{ items: Item[] }>(`/${kind}?orderId=${orderId}`)).items,
      )
    ).flat() as Item[];
  const byId = <Item>(
    invariant: string,
    path: string,
    items: readonly Item[],
    idOf: (item: Item) => string,
    limit?: number,
  ) => ask(invariant, items, (item) => rest.get<Item>(path.replace('{id}', idOf(item))), limit);
  return {
    snapshot: {
      ledger: stored.ledger,
      orders: await byId<Order>('A2', '/orders/{id}', stored.orders, ({ id }) => id),
      payments: await byOrder<Payment>('payments', stored.payments),
      shipments: await byOrder<Shipment>('shipments', stored.shipments),
      stock: await byId<Stock>('S2', '/stock/{id}', stored.stock, ({ productId }) => productId),
      products: await byId<Pick<Product, 'id' | 'version' | 'status'>>(
        'C1',
        '/products/{id}',
        stored.products,
        ({ id }) => id,
      ),
      customers: await byId<Snapshot['customers'][number] & Partial<Customer>>(
        'Q1',
        '/customers/{id}',
        stored.customers,
        ({ id }) => id,
      ),
      dashboards: await byId<Dashboard>(
        'D1',
        '/sellers/{id}/dashboard',
        stored.dashboards,
        ({ sellerId }) => sellerId,
        Infinity,
      ),
    },
    reads,
    unreadable,
  };
}
