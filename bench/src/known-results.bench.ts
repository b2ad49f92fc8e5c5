import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { budgetOf, CONTESTANTS } from './known-results/contestants.js';
import { direction } from './known-results/direction.js';
import { type KnownResultsOptions, readKnownResultsOptions } from './known-results/known-results-options.js';
import { sweepTable } from './known-results/known-results-tables.js';
import { sweep } from './known-results/sweep.js';
import type { RunningProfile } from './profiles/running-profile.js';
import { environment } from './report/environment.js';
import { Child } from './stage/child.js';
import { runBenchmark, type Workplace } from './run-benchmark.js';

async function main(options: KnownResultsOptions, { directory, interrupted }: Workplace): Promise<void> {
  let running: RunningProfile | undefined;
  let generator: Child | undefined;
  try {
    const about = await environment(directory);
    const budget = budgetOf(CONTESTANTS, about.cpus);
    generator = await Child.start({
      label: 'The load generator',
      entry: new URL('./load/main.js', import.meta.url),
      logFile: join(directory, 'generator.log'),
    });
    const around = {
      ...{ directory, generator, budget },
      step: (what: string): void => void process.stderr.write(`${what} …\n`),
      started: (profile: RunningProfile | undefined): void => void (running = profile),
    };
    const found = await Promise.race([sweep(options, around), interrupted]);
    const { at, cpus, memoryGib, load, node } = about;
    process.stdout.write(
      `${at}, ${cpus} CPUs, ${memoryGib} GiB, load average ${load.toFixed(1)} at the start, Node ${node}\n` +
        (load > cpus / 2 ? 'The machine was busy with other work: figures are low and noisy.\n' : '') +
        `${budget.connections}\nThe load generator shared the cores with everybody; no process was confined.\n` +
        `${sweepTable(found, options.delays)}\n\n${direction(found, options.delays).join('\n')}\n`,
    );
    if (options.json !== undefined)
      await writeFile(
        options.json,
        `${JSON.stringify({ environment: about, options, budget: budget.connections, found }, null, 2)}\n`,
      );
  } finally {
    await running?.stop();
    await generator?.stop();
  }
}

await runBenchmark(readKnownResultsOptions, main);
