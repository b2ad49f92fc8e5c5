import type { PackageView, ShipmentStatus, ShippingAddress } from '../contract/index.js';

export interface ShipmentState {
  readonly customerId: string;
  readonly address: ShippingAddress;
  readonly status: ShipmentStatus;
  readonly packages: readonly PackageView[];
}

export const NEW_SHIPMENT: ShipmentState = {
  customerId: '',
  address: { street: '', city: '', region: '', postalCode: '', country: '' },
  status: 'created',
  packages: [],
};
