import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from './data/random.js';
import { UsageError } from './options.js';
import { measureProfile, type ProfileFigures } from './profiles/measure-profile.js';
import { type ProfileBenchOptions, readProfileOptions } from './profiles/profile-options.js';
import { profileTables } from './profiles/profile-tables.js';
import { profileVerdicts } from './profiles/profile-targets.js';
import { RunningProfile } from './profiles/running-profile.js';
import { environment } from './report/environment.js';
import { Child } from './stage/child.js';

const INTERRUPTED = 130;

async function main(options: ProfileBenchOptions): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'whereabouts-bench-'));
  await chmod(directory, 0o755); // PostgreSQL runs as another user when we are root
  let running: RunningProfile | undefined;
  let generator: Child | undefined;
  const interrupt = (): void => {
    process.exitCode = INTERRUPTED;
    reject(new Error('Stopped.'));
  };
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const measureAll = async (): Promise<ProfileFigures[]> => {
    generator = await Child.start({
      label: 'The load generator',
      entry: new URL('./load/main.js', import.meta.url),
      logFile: join(directory, 'generator.log'),
    });
    const figures: ProfileFigures[] = [];
    for (const profile of options.profiles) {
      const step = (what: string): void => void process.stderr.write(`${profile}: ${what} …\n`);
      step('starting');
      running = await RunningProfile.start(profile, join(directory, profile));
      const random = new Random(options.seed);
      figures.push(await measureProfile(profile, running, generator, random, options, step));
      await running.stop();
      running = undefined;
      await rm(join(directory, profile), { recursive: true, force: true });
    }
    return figures;
  };
  try {
    const about = await environment(directory);
    const figures = await Promise.race([measureAll(), interrupted]);
    const { at, cpus, memoryGib, load, node } = about;
    process.stdout.write(
      `${at}, ${cpus} CPUs, ${memoryGib} GiB, load average ${load.toFixed(1)} at the start, Node ${node}\n` +
        `${profileTables(figures)}\n\n${profileVerdicts(figures).join('\n')}\n`,
    );
    if (options.json !== undefined)
      await writeFile(options.json, `${JSON.stringify({ environment: about, options, figures }, null, 2)}\n`);
  } finally {
    await running?.stop();
    await generator?.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

try {
  const options = readProfileOptions(process.argv.slice(2));
  if (options) await main(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode ??= error instanceof UsageError ? 2 : 1;
}
process.exit();
