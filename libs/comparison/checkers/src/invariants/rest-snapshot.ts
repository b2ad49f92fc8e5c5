import type { Customer, Dashboard, Order, Page, Payment, Product, Shipment, Stock } from '../resources.js';
import type { LedgerReader } from './database-snapshot.js';
import type { Snapshot } from './snapshot.js';

/** Whoever can read a resource. @throws Error for anything but a 200 */
export interface RestReader {
  get<Body>(path: string): Promise<Body>;
}

/** Whose state is read: a client sees what it knows the ids of. */
export interface Cast {
  readonly customers: readonly string[];
  readonly sellers: readonly string[];
  readonly products: readonly string[];
}

/** The same state as the databases hold, as the API answers it. */
export async function restSnapshot(
  client: RestReader,
  provider: LedgerReader,
  cast: Cast,
): Promise<Snapshot> {
  const orders = (await each(cast.customers, (id) => allOrders(client, id))).flat();
  const of = <Item>(path: string) =>
    each(orders, async ({ id }) => (await client.get<{ items: Item[] }>(`/${path}?orderId=${id}`)).items);
  return {
    orders,
    payments: (await of<Payment>('payments')).flat(),
    shipments: (await of<Shipment>('shipments')).flat(),
    stock: await each(cast.products, (id) => client.get<Stock>(`/stock/${id}`)),
    products: await each(cast.products, (id) => client.get<Product>(`/products/${id}`)),
    customers: await each(cast.customers, (id) => client.get<Customer>(`/customers/${id}`)),
    dashboards: await each(cast.sellers, (id) => client.get<Dashboard>(`/sellers/${id}/dashboard`)),
    ledger: await provider.ledger(),
  };
}

async function allOrders(client: RestReader, customerId: string): Promise<Order[]> {
  const orders: Order[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: Page<Order> = await client.get<Page<Order>>(
      `/orders?customerId=${customerId}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    orders.push(...page.items);
    cursor = page.nextCursor;
  }
  return orders;
}

/** A few at a time: reading must not be a load test of its own. */
export async function each<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  atOnce = 16,
): Promise<Result[]> {
  const results: Result[] = [];
  let index = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const mine = index++;
      if (mine >= items.length) return;
      results[mine] = await work(items[mine] as Item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
