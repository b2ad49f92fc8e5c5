import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type EventStoreOptions, readEventStoreOptions } from './event-store/event-store-options.js';
import { eventStoreTables } from './event-store/event-store-tables.js';
import { eventStoreVerdicts } from './event-store/event-store-targets.js';
import { EventStoreRun } from './event-store/run-event-store.js';
import { UsageError } from './options.js';
import { environmentLines } from './report/environment-lines.js';

const INTERRUPTED = 130;

async function main(options: EventStoreOptions): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'whereabouts-bench-'));
  await chmod(directory, 0o755); // PostgreSQL runs as another user when we are root
  const run = new EventStoreRun(options, directory, (what) => void process.stderr.write(`${what} …\n`));
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const interrupt = (): void => {
    process.exitCode = INTERRUPTED;
    reject(new Error('Stopped.'));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const results = await Promise.race([run.measure(), interrupted]);
    process.stdout.write(
      `${environmentLines(results.environment)}\n\n${eventStoreTables(results)}\n\n${eventStoreVerdicts(results).join('\n')}\n`,
    );
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await run.close();
    await rm(directory, { recursive: true, force: true });
  }
}

try {
  const options = readEventStoreOptions(process.argv.slice(2));
  if (options) await main(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode ??= error instanceof UsageError ? 2 : 1;
}
process.exit();
