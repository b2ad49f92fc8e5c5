import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { budgetOf, CONTESTANTS } from './known-results/contestants.js';
import { direction } from './known-results/direction.js';
import { type KnownResultsOptions, readKnownResultsOptions } from './known-results/known-results-options.js';
import { sweepTable } from './known-results/known-results-tables.js';
import { sweep } from './known-results/sweep.js';
import { UsageError } from './options.js';
import type { RunningProfile } from './profiles/running-profile.js';
import { environment } from './report/environment.js';
import { Child } from './stage/child.js';

const INTERRUPTED = 130;

async function main(options: KnownResultsOptions): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'whereabouts-bench-'));
  await chmod(directory, 0o755); // PostgreSQL runs as another user when we are root
  let running: RunningProfile | undefined;
  let generator: Child | undefined;
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const interrupt = (): void => {
    process.exitCode = INTERRUPTED;
    reject(new Error('Stopped.'));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
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
    await rm(directory, { recursive: true, force: true });
  }
}

try {
  const options = readKnownResultsOptions(process.argv.slice(2));
  if (options) await main(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode ??= error instanceof UsageError ? 2 : 1;
}
process.exit();
