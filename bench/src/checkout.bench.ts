import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from './data/random.js';
import { type Options, readOptions, UsageError } from './options.js';
import { tables } from './report/tables.js';
import { runSections } from './run-sections.js';
import { Bench } from './sections/context.js';

const INTERRUPTED = 130;

async function main(options: Options): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'whereabouts-bench-'));
  await chmod(directory, 0o755); // PostgreSQL runs as another user when we are root
  const progress = { step: (what: string) => process.stderr.write(`${what}\n`) };
  const bench = new Bench(options, directory, new Random(options.seed), progress);
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const interrupt = (): void => {
    process.exitCode = INTERRUPTED;
    reject(new Error('Stopped.'));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const results = await Promise.race([runSections(bench, options), interrupted]);
    process.stdout.write(`${tables(results)}\n`);
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await bench.close();
    await rm(directory, { recursive: true, force: true });
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options) await main(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode ??= error instanceof UsageError ? 2 : 1;
}
process.exit();
