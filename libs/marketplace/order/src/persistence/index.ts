export { CreateOrders1767225600000 } from './migrations/1767225600000-create-orders.js';
export { PostgresOrderViews } from './postgres-order-views.js';
export { PostgresOrderRepository } from './postgres-order.repository.js';
