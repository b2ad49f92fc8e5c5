import { beforeAll } from '@jest/globals';
import { newId } from '@platform/domain';
import { startTestBroker } from '@platform/embedded/testing';

import { transportContract } from '../../testing/transport.contract.js';
import { KafkaTransport } from './kafka.transport.js';

let brokers: readonly string[];
const deploymentId = `test-${newId()}`;

beforeAll(async () => {
  ({ brokers } = await startTestBroker());
});

transportContract(
  () =>
    new KafkaTransport({
      brokers,
      deploymentId,
      clientId: 'contract',
      topics: { partitions: 4, replication: 1 },
      modules: ['source', 'sink'],
      retryMs: { first: 10, longest: 40 },
    }),
);
