import { CreateSnapshots1767000000300 } from '@platform/event-sourcing';
import { MESSAGING_MIGRATIONS } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import '../contract/index.js'; // defines what is recorded
import { productRepositoryContract } from '../domain/product.repository.contract.js';
import { EventSourcedProductRepository } from './event-sourced-product.repository.js';

registerModule('product', { migrations: [...MESSAGING_MIGRATIONS, CreateSnapshots1767000000300] });

productRepositoryContract(async () => {
  const { databases, close } = await openTestDatabases(['product']);
  const unit = databases.unitOfWork('product');
  const log = new MessagingHarness(databases, ['product']).log('product');
  return { unit, log, products: new EventSourcedProductRepository(unit, log), close };
});
