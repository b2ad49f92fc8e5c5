// `whereabouts up` as a process of its own, with a plan and entry points given by a test.
import { runUp } from '../../commands/up/run-up.js';
import { DataDirectory } from '../data-directory.js';
import type { DeploymentPlan } from '../deployment-plan.js';
import type { EntryPoints } from '../entry-points.js';

const { plan, data, entries, port, demo } = JSON.parse(process.argv[2] ?? '{}') as {
  plan: DeploymentPlan;
  data: string;
  entries: EntryPoints;
  port: number;
  demo: boolean;
};

try {
  await runUp({ plan, entries, port, demo, directory: new DataDirectory(data), output: process.stdout });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
