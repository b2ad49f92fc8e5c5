import type { Customer, Dashboard, Order, Payment, Product, Shipment, Stock } from '../resources.js';
import type { RestReader } from './rest-snapshot.js';
import { each } from './rest-snapshot.js';
import type { Snapshot } from './snapshot.js';

export interface Answered {
  readonly snapshot: Snapshot;
  /** How many resources were asked for. */
  readonly reads: number;
}

/**
 * A snapshot with the API's answers in place of what the databases hold, for `most` of each kind, evenly spread, and for all
 * dashboards: whatever an answer says differently breaks an invariant that the rows kept.
 */
export async function answeredSnapshot(stored: Snapshot, rest: RestReader, most: number): Promise<Answered> {
  let reads = 0;
  const ask = async <Item, Body>(
    items: readonly Item[],
    read: (item: Item) => Promise<Body>,
    limit = most,
  ): Promise<(Item | Body)[]> => {
    const step = Math.max(1, Math.ceil(items.length / limit));
    const chosen = items.flatMap((item, index) => (index % step === 0 ? [{ item, index }] : []));
    const answers = await each(chosen, ({ item }) => read(item));
    reads += answers.length;
    const all: (Item | Body)[] = [...items];
    for (const [at, { index }] of chosen.entries()) all[index] = answers[at] as Body;
    return all;
  };
  const byOrder = async <Item extends { readonly orderId: string }>(kind: string, items: readonly Item[]) =>
    (
      await ask(
        items,
        async ({ orderId }) => (await rest.get<{ items: Item[] }>(`/${kind}?orderId=${orderId}`)).items,
      )
    ).flat() as Item[];
  const byId = <Item>(path: string, items: readonly Item[], idOf: (item: Item) => string, limit?: number) =>
    ask(items, (item) => rest.get<Item>(path.replace('{id}', idOf(item))), limit);
  return {
    snapshot: {
      ledger: stored.ledger,
      orders: await byId<Order>('/orders/{id}', stored.orders, ({ id }) => id),
      payments: await byOrder<Payment>('payments', stored.payments),
      shipments: await byOrder<Shipment>('shipments', stored.shipments),
      stock: await byId<Stock>('/stock/{id}', stored.stock, ({ productId }) => productId),
      products: await byId<Pick<Product, 'id' | 'version' | 'status'>>(
        '/products/{id}',
        stored.products,
        ({ id }) => id,
      ),
      customers: await byId<Snapshot['customers'][number] & Partial<Customer>>(
        '/customers/{id}',
        stored.customers,
        ({ id }) => id,
      ),
      dashboards: await byId<Dashboard>(
        '/sellers/{id}/dashboard',
        stored.dashboards,
        ({ sellerId }) => sellerId,
        Infinity,
      ),
    },
    reads,
  };
}
