import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from './data/random.js';
import { measureProfile, type ProfileFigures } from './profiles/measure-profile.js';
import { type ProfileBenchOptions, readProfileOptions } from './profiles/profile-options.js';
import { profileTables } from './profiles/profile-tables.js';
import { profileVerdicts } from './profiles/profile-targets.js';
import { RunningProfile } from './profiles/running-profile.js';
import { environment } from './report/environment.js';
import { Child } from './stage/child.js';
import { runBenchmark, type Workplace } from './run-benchmark.js';

async function main(options: ProfileBenchOptions, { directory, interrupted }: Workplace): Promise<void> {
  let running: RunningProfile | undefined;
  let generator: Child | undefined;
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
  }
}

await runBenchmark(readProfileOptions, main);
