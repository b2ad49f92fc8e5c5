import {
  archiveViolations,
  type Cart,
  cartViolations,
  copyViolations,
  type Databases,
  databaseSnapshot,
  logViolations,
  noWitness,
  type Order,
  ordersHaveOneKey,
  projectionViolations,
  readCheckoutKeys,
  restSnapshot,
  type Snapshot,
  type Violation,
  violationsOf,
} from '@comparison/checkers/stored';
import type { Client } from '../e2e/client.js';
import type { Provider } from '../e2e/provider.js';
import type { RunFile } from '../e2e/run-file.js';
import type { Scene } from './scene.js';
import type { Played } from './stage.js';

export interface Judged {
  readonly client: Client;
  readonly databases: Databases;
  readonly provider: Provider;
}

/**
 * What is broken of a quiet marketplace, as its databases hold it, as its API answers it and as the provider charged it. Only
 * what `played` was about: an earlier run's fault is not this one's.
 */
export async function judge(
  { client, databases, provider }: Judged,
  { scene, attempts, sampled }: Played,
  run: RunFile,
): Promise<Violation[]> {
  const witness = { ...noWitness, initialStock: scene.initialStock, attempts };
  const isOfScene = (id: string): boolean => scene.products.includes(id) || scene.customers.includes(id);
  const [stored, answered, logs, projections, archive, copies, keys, carts] = await Promise.all([
    databaseSnapshot(databases, provider),
    restSnapshot(client, provider, scene),
    logViolations(databases, run),
    projectionViolations(databases, run),
    archiveViolations(databases, run),
    copyViolations(databases, isOfScene),
    readCheckoutKeys(databases),
    Promise.all(scene.customers.map((id) => client.get<Cart>(`/carts/${id}`))),
  ]);
  const strangers = new Set(
    stored.orders.filter(({ customerId }) => !scene.customers.includes(customerId)).map(({ id }) => id),
  );
  const own = {
    stored: ofScene(stored, scene, strangers),
    answered: ofScene(answered, scene, strangers),
    keys: keys.filter(({ customerId }) => isOfScene(customerId)),
  };
  return [
    ...sampled,
    ...logs,
    ...projections,
    ...archive,
    ...copies,
    ...(await cartViolations(databases, own.stored.orders, isOfScene)),
    ...ordersHaveOneKey(own.stored.orders, own.keys),
    ...violationsOf(own.stored, witness).map(by('SQL')),
    ...violationsOf(own.answered, witness).map(by('REST')),
    ...cartsFollowTheirOrders(carts, own.answered.orders),
  ];
}

/** A1 at the cart: no checkout is under way any more, and after one that failed the items are there again. */
function cartsFollowTheirOrders(carts: readonly Cart[], orders: readonly Order[]): Violation[] {
  return carts.flatMap(({ customerId, status, items }) => {
    const last = orders
      .filter((order) => order.customerId === customerId)
      .reduce<Order | undefined>(
        (latest, order) => (latest && latest.number > order.number ? latest : order),
        undefined,
      );
    const failed = last?.status === 'rejected' || last?.status === 'payment-failed';
    const wrong = [
      ...(status === 'sealed' ? ['is sealed although nothing is under way'] : []),
      ...(failed && items.length === 0 ? ['is empty although its last order failed'] : []),
    ];
    return wrong.map((what) => ({ invariant: 'A1', what: `the cart of ${customerId} ${what}` }));
  });
}

function ofScene(
  snapshot: Snapshot,
  { customers, products, sellers }: Scene,
  strangers: ReadonlySet<string>,
): Snapshot {
  // Not "only of its orders": what belongs to no order at all is to be found.
  const own = ({ orderId }: { readonly orderId: string }): boolean => !strangers.has(orderId);
  return {
    orders: snapshot.orders.filter(({ customerId }) => customers.includes(customerId)),
    payments: snapshot.payments.filter(own),
    shipments: snapshot.shipments.filter(own),
    ledger: snapshot.ledger.filter(own),
    stock: snapshot.stock.filter(({ productId }) => products.includes(productId)),
    products: snapshot.products.filter(({ id }) => products.includes(id)),
    customers: snapshot.customers.filter(({ id }) => customers.includes(id)),
    dashboards: snapshot.dashboards.filter(({ sellerId }) => sellers.includes(sellerId)),
  };
}

const by =
  (reader: string) =>
  ({ invariant, what }: Violation): Violation => ({ invariant, what: `${reader}: ${what}` });
