export { ShipmentModule } from './shipment.module.js';
