import { describe } from '@jest/globals';
import { MESSAGING_MIGRATIONS } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import '../contract/index.js';
import { sellerRepositoryContract } from '../domain/seller.repository.contract.js';
import { entities, migrations, TypeOrmSellerRepository } from './index.js';

registerModule('seller', { entities, migrations: [...migrations, ...MESSAGING_MIGRATIONS] });

describe('the repository over TypeORM', () => {
  sellerRepositoryContract(async () => {
    const { databases, close } = await openTestDatabases(['seller']);
    const unit = databases.unitOfWork('seller');
    const log = new MessagingHarness(databases, ['seller']).log('seller');
    return { unit, log, sellers: new TypeOrmSellerRepository(unit, log), close };
  });
});
