import { AggregateRoot } from '@platform/domain';

import type { PackageView, ShipmentEvent, ShippingAddress } from '../contract/index.js';
import { NEW_SHIPMENT, type ShipmentState } from './shipment-state.js';

/** The packages of one order; identified by the order. `created → in-transit → delivered`, each step always taken. */
export class Shipment extends AggregateRoot<ShipmentState, ShipmentEvent> {
  constructor(orderId: string, state: ShipmentState = NEW_SHIPMENT, version = 0) {
    super(orderId, state, version);
  }

  static create(
    orderId: string,
    customerId: string,
    address: ShippingAddress,
    packages: readonly Omit<PackageView, 'status'>[],
  ): Shipment {
    const shipment = new Shipment(orderId);
    shipment.record({
      type: 'shipment.created',
      data: { orderId, customerId, address, packages: [...packages] },
    });
    return shipment;
  }

  /** @returns false when the package was delivered before, or is not part of this shipment */
  deliver(packageId: string): boolean {
    const orderId = this.id;
    const parcel = this.state.packages.find(({ id }) => id === packageId);
    if (parcel?.status !== 'shipped') return false;
    this.record({
      type: 'shipment.package-delivered',
      data: { orderId, packageId, sellerId: parcel.sellerId },
    });
    if (this.state.status === 'created') this.record({ type: 'shipment.in-transit', data: { orderId } });
    if (this.state.packages.every(({ status }) => status === 'delivered'))
      this.record({ type: 'shipment.delivered', data: { orderId } });
    return true;
  }

  protected evolve(state: ShipmentState, event: ShipmentEvent): ShipmentState {
    switch (event.type) {
      case 'shipment.created': {
        const { customerId, address, packages } = event.data;
        return {
          customerId,
          address,
          status: 'created',
          packages: packages.map((parcel) => ({ ...parcel, status: 'shipped' })),
        };
      }
      case 'shipment.package-delivered': {
        const packages = state.packages.map((parcel) =>
          parcel.id === event.data.packageId ? { ...parcel, status: 'delivered' as const } : parcel,
        );
        return { ...state, packages };
      }
      case 'shipment.in-transit':
        return { ...state, status: 'in-transit' };
      case 'shipment.delivered':
        return { ...state, status: 'delivered' };
    }
  }
}
