import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DeploymentPlan } from '../deployment-plan.js';
import { runFile, type RunFile } from '../run-file.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface FixtureOptions {
  readonly plan: DeploymentPlan;
  readonly data: string;
  readonly port?: number;
  readonly demo?: boolean;
}

/** An `up` process over the fake service and provider, driven from outside as a user would. */
export class RunningUp {
  output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | string>;

  constructor(private readonly options: FixtureOptions) {
    const given = {
      ...{ port: 0, demo: false, ...options },
      entries: { service: here('./fake-service.fixture.mjs'), provider: here('./fake-provider.fixture.mjs') },
    };
    this.#child = spawn(
      process.execPath,
      [
        ...['--conditions=source', '--experimental-transform-types', '--no-warnings'],
        ...['--import', here('../../../../../test/support/typescript.hook.mjs')],
        ...[here('./up.fixture.ts'), JSON.stringify(given)],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } },
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

  /** Waits for `run.json`. */
  async ready(): Promise<RunFile> {
    await this.until(async () => (await this.runFile()) !== undefined, 'run.json is there');
    return (await this.runFile()) as RunFile;
  }

  async runFile(): Promise<RunFile | undefined> {
    const text = await readFile(join(this.options.data, 'run.json'), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : runFile.parse(JSON.parse(text));
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
