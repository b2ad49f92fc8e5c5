import { CreateStock1767225600000 } from './migrations/1767225600000-create-stock.js';
import { DateReservations1767225600100 } from './migrations/1767225600100-date-reservations.js';
import { StockEntity } from './stock.entity.js';

export { EventSourcedOrderStock } from './event-sourced-order-stock.js';
export { EventSourcedStockRepository } from './event-sourced-stock.repository.js';
export { ReservationLines } from './reservation-lines.js';
export { ReservationSweep } from './reservation-sweep.js';
export { SqlOrderStock } from './sql-order-stock.js';
export { TypeOrmStockRepository } from './typeorm-stock.repository.js';

export const entities = [StockEntity];
export const migrations = [CreateStock1767225600000, DateReservations1767225600100];
