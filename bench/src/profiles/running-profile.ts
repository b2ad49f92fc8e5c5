import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Deployment, RunFile } from '@comparison/protocol';
import pg from 'pg';

const START_LIMIT_MS = 180_000;
const QUIET_LIMIT_MS = 180_000;

/** One profile, started by `whereabouts up` as a user would. */
export class RunningProfile {
  private readonly clients = new Map<string, pg.Client>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly ended: Promise<unknown>,
    readonly profile: string,
    readonly directory: string,
    readonly run: RunFile,
    /** From the command to `run.json`. */
    readonly readyMs: number,
  ) {}

  /** @throws Error with what `up` said when it does not come up */
  static async start(profile: string, directory: string): Promise<RunningProfile> {
    const command = fileURLToPath(new URL('../../../apps/cli/bin/whereabouts.mjs', import.meta.url));
    const began = performance.now();
    const args = [command, 'up', '--profile', profile, '--no-demo', '--port', '0', '--data', directory];
    const child = spawn(process.execPath, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    // Whoever is stopped while this comes up has nothing in hand yet to stop it by.
    const endWithUs = (): void => void child.kill('SIGTERM');
    process.once('exit', endWithUs);
    child.once('close', () => process.off('exit', endWithUs));
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = new Promise((resolve) => child.once('close', resolve));
    while (performance.now() - began < START_LIMIT_MS && child.exitCode === null) {
      const text = await readFile(join(directory, 'run.json'), 'utf8').catch(() => undefined);
      if (text !== undefined) {
        const run = JSON.parse(text) as RunFile;
        return new RunningProfile(child, ended, profile, directory, run, performance.now() - began);
      }
      await pause(20);
    }
    child.kill('SIGTERM');
    await ended;
    throw new Error(`"up --profile ${profile}" did not come up:\n${said}`);
  }

  /** For whoever measures it: looked at anew each time, as a part that was started again has another pid. */
  get deployment(): Deployment {
    const { profile, directory } = this;
    return {
      ...{ profile, directory },
      run: async () => JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')) as RunFile,
      quiet: () => this.quiet(),
    };
  }

  /** A superuser's connection to the database that keeps a module. */
  async databaseOf(module: string): Promise<pg.Client> {
    const database = this.run.databases.find(({ modules }) => modules.includes(module));
    if (!database) throw new Error(`No database keeps ${module}.`);
    const known = this.clients.get(database.name);
    if (known) return known;
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    this.clients.set(database.name, client);
    return client;
  }

  /** Waits until no service has anything under way, twice in a row. @returns how long that took, in ms */
  async quiet(): Promise<number> {
    const began = performance.now();
    for (let times = 0; times < 2;) {
      const answers = await Promise.all(this.run.services.map(({ url }) => isQuiet(url)));
      times = answers.every(Boolean) ? times + 1 : 0;
      if (performance.now() - began > QUIET_LIMIT_MS)
        throw new Error(`Not quiet after ${QUIET_LIMIT_MS / 1_000} s.`);
      // Looking costs what is being measured.
      if (times < 2) await pause(50);
    }
    return performance.now() - began;
  }

  async stop(): Promise<void> {
    for (const client of this.clients.values()) await client.end().catch(() => undefined);
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

async function isQuiet(url: string): Promise<boolean> {
  const response = await fetch(`${url}/admin/quiescence`);
  return ((await response.json()) as { quiet?: boolean }).quiet === true;
}
