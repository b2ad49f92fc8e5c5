import { readServiceConfiguration, type ServiceConfiguration, type StartReport } from '@platform/profile';

import { makeTables, settleTables } from './tables-tasks.js';

const tasks: Readonly<Record<string, (configuration: ServiceConfiguration) => Promise<void>>> = {
  make: makeTables,
  settle: settleTables,
};

/**
 * Does something to the tables of modules without running them, as a child of the launcher, and ends.
 * @param name `make` or `settle`
 */
export async function runTablesTask(name: string, environment: NodeJS.ProcessEnv): Promise<void> {
  // Half of it does no harm: whoever asks next begins again.
  process.once('disconnect', () => process.exit(1));
  try {
    const task = tasks[name];
    if (!task) throw new Error(`There is no task "${name}".`);
    await task(readServiceConfiguration(environment));
    report({ type: 'ready', url: '' }, 0);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    report({ type: 'failed', message }, 1);
  }
}

function report(message: StartReport, code: number): void {
  if (process.send) process.send(message, () => process.exit(code));
  else process.exit(code);
}
