import { idSchema } from '@platform/http';
import { defineEvent, type EventOf } from '@platform/messaging';
import { z } from 'zod';

import { packageViewSchema } from './shipment-view.js';
import { shippingAddressSchema } from './shipping-address.js';

const shipment = z.object({ orderId: idSchema });

export const ShipmentCreated = defineEvent(
  'shipment.created',
  1,
  shipment.extend({
    customerId: idSchema,
    address: shippingAddressSchema,
    packages: z.array(packageViewSchema.omit({ status: true })),
  }),
);
export type ShipmentCreated = EventOf<typeof ShipmentCreated>;

export const ShipmentPackageDelivered = defineEvent(
  'shipment.package-delivered',
  1,
  shipment.extend({ packageId: idSchema, sellerId: idSchema }),
);
export type ShipmentPackageDelivered = EventOf<typeof ShipmentPackageDelivered>;

/** The first package was delivered. */
export const ShipmentInTransit = defineEvent('shipment.in-transit', 1, shipment);
export type ShipmentInTransit = EventOf<typeof ShipmentInTransit>;

/** The last package was delivered; always after `shipment.in-transit`. */
export const ShipmentDelivered = defineEvent('shipment.delivered', 1, shipment);
export type ShipmentDelivered = EventOf<typeof ShipmentDelivered>;

/** Everything that happens to a shipment, on the stream `shipment-<orderId>`. */
export type ShipmentEvent =
  ShipmentCreated | ShipmentPackageDelivered | ShipmentInTransit | ShipmentDelivered;
