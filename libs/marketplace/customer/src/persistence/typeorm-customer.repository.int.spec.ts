import { describe } from '@jest/globals';
import { MESSAGING_MIGRATIONS } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import '../contract/index.js';
import { customerRepositoryContract } from '../domain/customer.repository.contract.js';
import { entities, migrations, TypeOrmCustomerRepository } from './index.js';

registerModule('customer', { entities, migrations: [...migrations, ...MESSAGING_MIGRATIONS] });

describe('the repository over TypeORM', () => {
  customerRepositoryContract(async () => {
    const { databases, close } = await openTestDatabases(['customer']);
    const unit = databases.unitOfWork('customer');
    const log = new MessagingHarness(databases, ['customer']).log('customer');
    return { unit, log, customers: new TypeOrmCustomerRepository(unit, log), close };
  });
});
