import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench } from './context.js';

export interface StartUp {
  /** A service process on the marketplace's data, spawned to ready, in ms. */
  readonly serviceMs: readonly number[];
  /** `whereabouts up` on a data directory that it made before, spawned to ready, in ms. */
  readonly upMs: readonly number[];
}

const LIMIT_MS = 120_000;

export async function startUp(bench: Bench): Promise<StartUp> {
  const times = bench.options.quick ? 2 : 5;
  const stage = await bench.shared();
  const serviceMs: number[] = [];
  for (let time = 1; time <= times; time += 1) {
    bench.progress.step(`Starting the service, ${time} of ${times} …`);
    await stage.stop('service');
    serviceMs.push((await stage.start('service')).readyAfterMs);
  }
  const directory = join(bench.directory, 'up');
  bench.progress.step('Making a data directory with "whereabouts up" …');
  await up(bench, directory);
  const upMs: number[] = [];
  for (let time = 1; time <= times; time += 1) {
    bench.progress.step(`whereabouts up, ${time} of ${times} …`);
    upMs.push(await up(bench, directory));
  }
  return { serviceMs, upMs };
}

/** Starts everything, waits until it is told to be ready, stops it. @returns ms from the spawn until then */
async function up(bench: Bench, directory: string): Promise<number> {
  const command = fileURLToPath(new URL('../../../apps/cli/bin/whereabouts.mjs', import.meta.url));
  const began = performance.now();
  const child = spawn(process.execPath, [command, 'up', '--no-demo', '--port', '0', '--data', directory], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = bench.stopLater(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  try {
    while (!(await exists(join(directory, 'run.json')))) {
      if (child.exitCode !== null || performance.now() - began > LIMIT_MS)
        throw new Error('"whereabouts up" did not become ready.');
      await pause(5);
    }
    return performance.now() - began;
  } finally {
    await stop();
  }
}

/** `run.json` is written when all is ready, and taken away when all is stopped. */
function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}
