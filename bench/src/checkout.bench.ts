import { writeFile } from 'node:fs/promises';
import { Random } from './data/random.js';
import { type Options, readOptions } from './options.js';
import { tables } from './report/tables.js';
import { runSections } from './run-sections.js';
import { Bench } from './sections/context.js';
import { runBenchmark, type Workplace } from './run-benchmark.js';

async function main(options: Options, { directory, interrupted }: Workplace): Promise<void> {
  const progress = { step: (what: string) => process.stderr.write(`${what}\n`) };
  const bench = new Bench(options, directory, new Random(options.seed), progress);
  try {
    const results = await Promise.race([runSections(bench, options), interrupted]);
    process.stdout.write(`${tables(results)}\n`);
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await bench.close();
  }
}

await runBenchmark(readOptions, main);
