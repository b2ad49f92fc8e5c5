export { CreateShipment } from './commands.js';
export {
  ShipmentCreated,
  ShipmentDelivered,
  type ShipmentEvent,
  ShipmentInTransit,
  ShipmentPackageDelivered,
} from './events.js';
export {
  type PackageView,
  packageViewSchema,
  type ShipmentStatus,
  shipmentStatusSchema,
  type ShipmentView,
  shipmentViewSchema,
} from './shipment-view.js';
export { type ShippingAddress, shippingAddressSchema } from './shipping-address.js';
