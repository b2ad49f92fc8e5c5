import { spawn, type ChildProcess } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { MovePoint } from '../move/move.js';
import type { DeploymentPlan } from '../deployment-plan.js';
import { DataDirectory } from '../data-directory.js';
import { readRunFile, type RunFile } from '../run-file.js';
import { readUpFile } from '../up-file.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface FixtureOptions {
  readonly plan: DeploymentPlan;
  readonly data: string;
  readonly port?: number;
  readonly demo?: boolean;
  /** Point of a move at which it is killed. */
  readonly dieAt?: MovePoint;
}

/** An `up` process over the fake service and provider, driven from outside as a user would. */
export class RunningUp {
  output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | string>;

  constructor(private readonly options: FixtureOptions) {
    const given = {
      ...{ port: 0, demo: false, ...options },
      entries: {
        service: here('./fake-service.fixture.mjs'),
        gateway: here('./fake-gateway.fixture.mjs'),
        provider: here('./fake-provider.fixture.mjs'),
      },
    };
    this.#child = spawn(
      process.execPath,
      [
        ...['--conditions=source', '--experimental-transform-types', '--no-warnings'],
        ...['--import', here('../../../../../test/support/typescript.hook.mjs')],
        ...[here('./up.fixture.ts'), JSON.stringify(given)],
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          WHEREABOUTS_RATE_LIMIT: '1000/s',
          NODE_OPTIONS: '',
          FAKE_LOGS: new DataDirectory(options.data).logs,
          FAKE_DIE_AT: options.dieAt ?? '',
        },
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.#ended = new Promise((resolve) =>
      this.#child.once('close', (code, signal) => resolve(signal ?? code ?? -1)),
    );
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  /** Waits for a `run.json` of its own: one that a killed `up` left may be there first. */
  async ready(): Promise<RunFile> {
    const own = async () => (await readUpFile(new DataDirectory(this.options.data)))?.pid === this.pid;
    let run: RunFile | undefined;
    await this.until(
      async () => (run = (await own()) ? await this.runFile() : undefined) !== undefined,
      'run.json is there',
    );
    if (!run) throw new Error('run.json is gone again');
    return run;
  }

  runFile(): Promise<RunFile | undefined> {
    return readRunFile(new DataDirectory(this.options.data));
  }

  async says(text: string): Promise<void> {
    await this.until(() => this.output.includes(text), `it says "${text}"`);
  }

  async until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!(await condition())) {
      if (this.#child.exitCode !== null) throw new Error(`up ended before ${what}:\n${this.output}`);
      if (Date.now() > deadline) throw new Error(`Not within 30 s: ${what}\n${this.output}`);
      await pause(20);
    }
  }

  /** Its exit code or the signal that ended it. */
  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> {
    this.#child.kill(signal);
    return this.#ended;
  }

  ended(): Promise<number | string> {
    return this.#ended;
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
