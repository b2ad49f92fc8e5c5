import './problems.js';

export { asDecided, isDecided } from './as-decided.js';
export { ApproveOrder, CloseOrder, OpenOrder, PlaceOrder, type PlacedOrder } from './commands.js';
export {
  OrderApproved,
  OrderDelivered,
  type OrderEvent,
  OrderInTransit,
  OrderPaymentFailed,
  OrderPending,
  OrderPlaced,
  OrderRejected,
} from './events.js';
export {
  type DroppedItem,
  droppedItemSchema,
  type DropReason,
  type OrderItem,
  orderItemSchema,
  type OrderLine,
  orderLineSchema,
  type OrderTotals,
  orderTotalsSchema,
} from './order-line.js';
export { OrderReader } from './order-reader.js';
export {
  type OrderStatus,
  orderStatusSchema,
  type OrderView,
  orderViewSchema,
  type StatusEntry,
  statusEntrySchema,
} from './order-view.js';
