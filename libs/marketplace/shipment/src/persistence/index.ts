export { CreateShipments1767225600000 } from './migrations/1767225600000-create-shipments.js';
export { PostgresShipmentViews } from './postgres-shipment-views.js';
export { PostgresShipmentRepository } from './postgres-shipment.repository.js';
