import type { ProductState, StoredFacts } from './checks/stored-facts.js';
import type { SchemaReader } from './databases.js';
import type { Snapshot } from './invariants/snapshot.js';
import type { Product } from './resources.js';
import { type CheckoutKey, streamsOf } from './stored/index.js';
import { lagOf, type Samples } from './watch/samples.js';

/** What the databases hold besides their last state: how products and stock came to be what they are. */
export async function storedFacts(
  databases: SchemaReader,
  { orders, payments, shipments }: Pick<Snapshot, 'orders' | 'payments' | 'shipments'>,
  keys: readonly CheckoutKey[],
  told: { samples: Samples; initialStock: ReadonlyMap<string, number>; lastFaultHealedAt: number | null },
): Promise<StoredFacts> {
  const [products, stock] = await Promise.all([readProductStates(databases), streamsOf(databases, 'stock')]);
  const captured = payments.flatMap(({ orderId, status, lines }) => {
    const paid = lines.find(({ type }) => type !== 'voucher');
    return status === 'captured' && paid ? [[orderId, paid.amountCents] as const] : [];
  });
  return {
    ...{ products, stock, captured: new Map(captured), initialStock: told.initialStock },
    keys: new Map(keys.map(({ customerId, key, orderId }) => [`${customerId} ${key}`, orderId])),
    delivered: new Set(
      shipments.flatMap(({ packages }) =>
        packages.filter(({ status }) => status === 'delivered').map(({ id }) => id),
      ),
    ),
    orders: new Map(orders.map((order) => [order.id, order])),
    replicaLagMs: lagOf(told.samples, products),
    lastFaultHealedAt: told.lastFaultHealedAt,
  };
}

/** Every event of a product carries all of it. */
async function readProductStates(databases: SchemaReader): Promise<Map<string, ProductState[]>> {
  const streams = await streamsOf(databases, 'product');
  return new Map(
    [...streams].map(([id, events]) => [
      id,
      events.map(({ data, at }) => {
        const { revision, version, priceCents, freightCents, sellerId } = data as Product;
        return { revision, version, priceCents, freightCents, sellerId, at: at.getTime() };
      }),
    ]),
  );
}
