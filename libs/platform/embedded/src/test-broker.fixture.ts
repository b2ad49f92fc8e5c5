// The broker of a test run, as a process of its own that ends with the run, however that ends: its parent is the process of the
// whole run, not a worker that may be gone before another needs the broker.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokerSource } from './broker-source.js';
import { DockerKafka } from './docker-kafka.js';
import { EmbeddedKafka } from './embedded-kafka.js';

interface Broker {
  readonly brokers: readonly string[];
  readonly stop: () => Promise<void>;
}

const broker = start();
process.once('disconnect', end);
process.once('SIGTERM', end);
broker.then(
  ({ brokers }) => process.send?.({ brokers }),
  (error: unknown) => process.send?.({ failure: (error as Error).message }),
);

async function start(): Promise<Broker> {
  const source = await brokerSource(process.env);
  if (source.kind === 'external') return { brokers: source.brokers, stop: () => Promise.resolve() };
  if (source.kind === 'docker') {
    const kafka = new DockerKafka({
      composeFile: fileURLToPath(new URL('../../../../docker-compose.yml', import.meta.url)),
    });
    await kafka.start();
    return { brokers: kafka.brokers, stop: () => Promise.resolve() };
  }
  const directory = await mkdtemp(join(tmpdir(), 'whereabouts-test-kafka-'));
  const kafka = new EmbeddedKafka({ directory });
  const stop = async (): Promise<void> => {
    await kafka.stop();
    await rm(directory, { recursive: true, force: true });
  };
  await kafka.start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { brokers: kafka.brokers, stop };
}

function end(): void {
  void broker.then(({ stop }) => stop()).finally(() => process.exit());
}
