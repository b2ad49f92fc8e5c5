import { describe } from '@jest/globals';
import { MESSAGING_MIGRATIONS } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import '../contract/index.js';
import { productRepositoryContract } from '../domain/product.repository.contract.js';
import { entities, migrations, TypeOrmProductRepository } from './index.js';

registerModule('product', { entities, migrations: [...migrations, ...MESSAGING_MIGRATIONS] });

describe('the repository over TypeORM', () => {
  productRepositoryContract(async () => {
    const { databases, close } = await openTestDatabases(['product']);
    const unit = databases.unitOfWork('product');
    const log = new MessagingHarness(databases, ['product']).log('product');
    return { unit, log, products: new TypeOrmProductRepository(unit, log), close };
  });
});
