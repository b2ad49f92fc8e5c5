import { CreateStock1767225600000 } from './migrations/1767225600000-create-stock.js';
import { StockEntity } from './stock.entity.js';

export { SqlOrderStock } from './sql-order-stock.js';
export { TypeOrmStockRepository } from './typeorm-stock.repository.js';

export const entities = [StockEntity];
export const migrations = [CreateStock1767225600000];
