import { writeFile } from 'node:fs/promises';

import { type EventStoreOptions, readEventStoreOptions } from './event-store/event-store-options.js';
import { eventStoreTables } from './event-store/event-store-tables.js';
import { eventStoreVerdicts } from './event-store/event-store-targets.js';
import { EventStoreRun } from './event-store/run-event-store.js';
import { environmentLines } from './report/environment-lines.js';
import { runBenchmark, type Workplace } from './run-benchmark.js';

async function main(options: EventStoreOptions, { directory, interrupted }: Workplace): Promise<void> {
  const run = new EventStoreRun(options, directory, (what) => void process.stderr.write(`${what} …\n`));
  try {
    const results = await Promise.race([run.measure(), interrupted]);
    process.stdout.write(
      `${environmentLines(results.environment)}\n\n${eventStoreTables(results)}\n\n${eventStoreVerdicts(results).join('\n')}\n`,
    );
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await run.close();
  }
}

await runBenchmark(readEventStoreOptions, main);
