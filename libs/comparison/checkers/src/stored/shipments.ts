import type { SchemaReader } from '../databases.js';
import type { Address, Shipment } from '../resources.js';
import { type Fold, isKeptAsEvents, streamsOf } from './streams.js';

type Package = Shipment['packages'][number];

interface ShipmentState extends Omit<Shipment, 'orderId'> {
  readonly customerId: string;
  readonly address: Address;
}

/** With the address, which no answer of the API shows. */
export type StoredShipment = Shipment & { readonly address: Address };

/** All shipments, or the one of this order. */
export async function readShipments(databases: SchemaReader, orderId?: string): Promise<StoredShipment[]> {
  if (!(await isKeptAsEvents(databases, 'shipment'))) return shipmentRows(databases, orderId);
  const streams = await streamsOf(databases, 'shipment', { id: orderId });
  return [...streams].map(([of, events]) => {
    const { status, address, packages } = foldShipment(events);
    return { orderId: of, status, address, packages };
  });
}

async function shipmentRows(databases: SchemaReader, orderId?: string): Promise<StoredShipment[]> {
  const [shipments, packages] = await Promise.all([
    databases.query<Omit<StoredShipment, 'packages'>>(
      'shipment',
      `SELECT order_id AS "orderId", status, address FROM shipment.shipment WHERE $1::uuid IS NULL OR order_id = $1`,
      [orderId ?? null],
    ),
    databases.query<Package & { orderId: string }>(
      'shipment',
      `SELECT order_id AS "orderId", id, product_id AS "productId", seller_id AS "sellerId", quantity, status
         FROM shipment.package WHERE $1::uuid IS NULL OR order_id = $1 ORDER BY place`,
      [orderId ?? null],
    ),
  ]);
  const packagesOf = Map.groupBy(packages, (each) => each.orderId);
  return shipments.map((shipment) => ({ ...shipment, packages: packagesOf.get(shipment.orderId) ?? [] }));
}

export const foldShipment: Fold<ShipmentState> = (events) => {
  const { customerId, address, packages } = events[0]?.data as ShipmentState;
  const delivered = new Set(
    events
      .filter(({ type }) => type === 'shipment.package-delivered')
      .map(({ data }) => (data as { packageId: string }).packageId),
  );
  const last = events.findLast(({ type }) => type !== 'shipment.package-delivered')?.type ?? '';
  return {
    ...{ customerId, address, status: last.slice('shipment.'.length) as Shipment['status'] },
    packages: packages.map((each) => ({ ...each, status: delivered.has(each.id) ? 'delivered' : 'shipped' })),
  };
};
