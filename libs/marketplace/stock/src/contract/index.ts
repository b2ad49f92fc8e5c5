import './problems.js';

export { ConfirmStock, ReleaseStock, ReserveStock } from './commands.js';
export {
  StockConfirmed,
  StockCreated,
  type StockEvent,
  StockItemsDropped,
  StockProductFollowed,
  StockReleased,
  StockReserved,
  StockSet,
} from './events.js';
export {
  type DropReason,
  dropReasonSchema,
  type ItemToReserve,
  itemToReserveSchema,
  type Reservation,
  reservationSchema,
} from './reservation.js';
export { piecesSchema, stockSchema, type StockView } from './stock.js';
