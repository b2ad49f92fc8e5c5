// One replica of the module `sink`, run as a process of its own by specs that stop, freeze and kill it. What it does to each
// message is told by `ReplicaOptions`; what it left behind is judged by the effects in the database.
import { CrashPoints, Databases } from '@platform/persistence';

import type { Message } from '../../envelope/message.js';
import { MessagingHarness } from '../../testing/messaging-harness.js';
import { Noted } from '../../testing/transport.fixture.js';
import { KafkaTransport } from './kafka.transport.js';
import type { ReplicaOptions, ReplicaReport } from './replica-process.fixture.js';

const options = JSON.parse(process.argv[2] ?? '') as ReplicaOptions;
const { url, brokers, deploymentId, owner, consumer, handlerMs, freezeAt } = options;
const report = (message: ReplicaReport): void => void process.send?.(message);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let handled = 0;
let frozen = false;
/** Lingers where it is to be frozen; when it goes on, that was long ago. */
async function linger(point: ReplicaOptions['freezeAt']): Promise<void> {
  if (freezeAt !== point || frozen || handled === 0) return;
  frozen = true;
  report({ type: 'at-the-point' });
  await pause(1_000);
}

class LingerBeforeAcknowledge extends CrashPoints {
  override reached(): Promise<void> {
    return linger('before-acknowledge');
  }
}

const databases = await Databases.open({
  databases: [{ name: 'shared', url, pool: { max: 12 } }],
  modules: [{ module: 'sink', database: 'shared', schema: 'sink' }],
});
const unit = databases.unitOfWork('sink');
const transport = new KafkaTransport({
  brokers,
  deploymentId,
  clientId: owner,
  topics: { partitions: 4, replication: 1 },
  modules: ['sink'],
  crashPoints: new LingerBeforeAcknowledge(),
});
const harness = new MessagingHarness(databases, ['sink'], { transport, owner });

async function handle({ streamId, data }: Message): Promise<void> {
  await unit.query(`INSERT INTO sink.effect (consumer, stream, n) VALUES ($1, $2, $3)`, [
    consumer,
    streamId,
    (data as { n: number }).n,
  ]);
  handled += 1;
  await linger('in-transaction');
  if (handlerMs > 0) await pause(handlerMs);
}

// The only thing it is ever told: to stop.
process.once('message', () => {
  void harness
    .stop()
    .then(() => databases.close())
    .finally(() => process.exit());
});
process.once('disconnect', () => process.exit(1));

await harness.start({ name: consumer, module: 'sink', handlers: new Map([[Noted.type, handle]]) });
for (let connected = false; ; await pause(20)) {
  if (transport.connected !== connected) {
    connected = transport.connected;
    report({ type: connected ? 'receiving' : 'waiting' });
  }
}
