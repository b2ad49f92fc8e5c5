import { registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { eventLogContract } from '../testing/event-log.contract.js';
import { MessagingHarness } from '../testing/messaging-harness.js';

registerModule('alpha', { migrations: MESSAGING_MIGRATIONS });

eventLogContract(async () => {
  const { databases, close } = await openTestDatabases(['alpha']);
  const log = new MessagingHarness(databases, ['alpha']).log('alpha');
  return { log, unit: databases.unitOfWork('alpha'), close };
});
