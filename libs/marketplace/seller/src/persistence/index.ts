import { CreateSellers1767225600000 } from './migrations/1767225600000-create-sellers.js';
import { SellerEntity } from './seller.entity.js';

export { SqlDashboardEntries } from './sql-dashboard-entries.js';
export { TypeOrmSellerRepository } from './typeorm-seller.repository.js';

export const entities = [SellerEntity];
export const migrations = [CreateSellers1767225600000];
