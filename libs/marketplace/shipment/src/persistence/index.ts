export { CreateShipments1767225600000 } from './migrations/1767225600000-create-shipments.js';
export { CreateOpenPackages1767225600100 } from './migrations/1767225600100-create-open-packages.js';
export { EventSourcedShipmentViews } from './event-sourced-shipment-views.js';
export { EventSourcedShipmentRepository } from './event-sourced-shipment.repository.js';
export { OpenPackages } from './open-packages.js';
export { PostgresShipmentViews } from './postgres-shipment-views.js';
export { PostgresShipmentRepository } from './postgres-shipment.repository.js';
