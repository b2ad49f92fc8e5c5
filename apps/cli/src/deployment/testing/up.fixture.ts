// `whereabouts up` as a process of its own, with a plan, entry points and a broker given by a test.
import { runUp } from '../../commands/up/run-up.js';
import { DataDirectory } from '../data-directory.js';
import type { DeploymentPlan } from '../deployment-plan.js';
import type { EntryPoints } from '../entry-points.js';
import { KafkaBrokers } from '../broker/kafka-brokers.js';
import { fakeKafkaLibrary } from './fake-kafka.js';

const { plan, data, entries, port, demo } = JSON.parse(process.argv[2] ?? '{}') as {
  plan: DeploymentPlan;
  data: string;
  entries: EntryPoints;
  port: number;
  demo: boolean;
};

try {
  await runUp({
    ...{ plan, entries, port, demo, output: process.stdout },
    directory: new DataDirectory(data),
    brokers: new KafkaBrokers(fakeKafkaLibrary),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
