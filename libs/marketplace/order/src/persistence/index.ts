export { CreateOrders1767225600000 } from './migrations/1767225600000-create-orders.js';
export { EventSourcedOrderViews } from './event-sourced-order-views.js';
export { EventSourcedOrderPast } from './event-sourced-order-past.js';
export { EventSourcedOrderRepository } from './event-sourced-order.repository.js';
export { orderListProjection } from './order-list.projection.js';
export { PostgresOrderViews } from './postgres-order-views.js';
export { PostgresOrderRepository } from './postgres-order.repository.js';
export { CustomerNumbers } from './customer-numbers.js';
