import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  childNodeFlags,
  type RecoverReport,
  recoverReport,
  serviceConfigurationVariable,
  startReport,
  type ServiceConfiguration,
} from '@platform/profile';
import { compileCache } from './entry-points.js';

export interface TablesTask {
  readonly name: string;
  readonly configuration: ServiceConfiguration;
  /** That it is about, where these are not all that are hosted. */
  readonly modules?: readonly string[];
  readonly onReport?: (report: RecoverReport) => void;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/**
 * Has `apps/service`'s program do something to the tables of modules: this process need not load the modules.
 * @returns why it failed; undefined when it did not
 */
export async function runTablesProgram(
  entry: string,
  { name, configuration, modules = [], onReport, signal }: TablesTask,
): Promise<string | undefined> {
  const child = spawn(process.execPath, [...childNodeFlags, entry, name, ...modules], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      NODE_COMPILE_CACHE: compileCache,
      ...process.env,
      [serviceConfigurationVariable]: JSON.stringify(configuration),
    },
    ...(signal && { signal }),
  });
  let said = '';
  child.on('message', (message) => {
    const report = startReport.safeParse(message).data;
    if (report?.type === 'failed') said = report.message;
    if (report) return;
    const told = recoverReport.safeParse(message).data;
    if (told) onReport?.(told);
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0 ? undefined : said || `the program ended with ${String(code)}`;
}
