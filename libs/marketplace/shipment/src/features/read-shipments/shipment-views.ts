import type { ShipmentView } from '../../contract/index.js';

/** Reads shipments as the API shows them. */
export abstract class ShipmentViews {
  /** The order's shipment, or none. */
  abstract ofOrder(orderId: string): Promise<ShipmentView[]>;
}
