import {
  readServiceConfiguration,
  type RecoverReport,
  type ServiceConfiguration,
  type StartReport,
} from '@platform/profile';

import { compareLogs, settleLogs } from '../restored/recover-tasks.js';
import { makeTables, settleTables } from './tables-tasks.js';

type Task = (configuration: ServiceConfiguration, modules: readonly string[]) => Promise<void>;

const tell = (text: string): void => report({ type: 'progress', text });

const tasks: Readonly<Record<string, Task>> = {
  make: makeTables,
  settle: settleTables,
  'compare-logs': async (configuration, wanted) =>
    report({ type: 'compared', modules: await compareLogs(configuration, wanted, tell) }),
  'settle-logs': async (configuration, wanted) =>
    report({ type: 'settled', modules: await settleLogs(configuration, wanted, tell) }),
};

/**
 * Does something to the tables of modules without running them, as a child of the launcher, and ends.
 * @param name of the task
 * @param modules that it is about, where that is not all that are hosted
 */
export async function runTablesTask(
  [name = '', ...modules]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  // Half of it does no harm: whoever asks next begins again.
  process.once('disconnect', () => process.exit(1));
  try {
    const task = tasks[name];
    if (!task) throw new Error(`There is no task "${name}".`);
    await task(readServiceConfiguration(environment), modules);
    report({ type: 'ready', url: '' }, 0);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    report({ type: 'failed', message }, 1);
  }
}

/** @param code with which the process ends when that is told */
function report(message: StartReport | RecoverReport, code?: number): void {
  const then = (): void => {
    if (code !== undefined) process.exit(code);
  };
  if (process.send) process.send(message, then);
  // Without a launcher it is run by a person, in a container.
  else process.stdout.write(`${JSON.stringify(message)}\n`, then);
}
