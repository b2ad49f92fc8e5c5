import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.js';
import { isAlive } from './processes.js';
import { pidsOf, readRunFile, type RunFile } from './run-file.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
export const command = here('../../../apps/cli/bin/whereabouts.mjs');

export interface DeploymentOptions {
  /** Name or file of a profile; else what `E2E_PROFILE` names, else the monolith. */
  readonly profile?: string;
  readonly demo?: boolean;
  /** Where an earlier deployment left its data; else an empty directory. */
  readonly dataDirectory?: string;
}

/**
 * `whereabouts up`, run as a user would, with a data directory of its own. No enum, no parameter property here: Jest's parent
 * process loads this file with nothing but its types stripped.
 */
export class Deployment {
  readonly dataDirectory: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  readonly #seen = new Set<number>();
  #output = '';

  private constructor(dataDirectory: string, { profile, demo = false }: DeploymentOptions) {
    this.dataDirectory = dataDirectory;
    const args = [
      ...['up', '--profile', profile ?? process.env['E2E_PROFILE'] ?? 'monolith'],
      ...['--port', '0', '--data', this.data, ...(demo ? [] : ['--no-demo'])],
    ];
    const environment = { ...process.env, WHEREABOUTS_LOG_FORMAT: 'json' };
    for (const name of ['NODE_OPTIONS', 'PAYMENT_PROVIDER_URL']) Reflect.deleteProperty(environment, name);
    this.#child = spawn(process.execPath, [here('./leash.mjs'), process.execPath, command, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: environment,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    this.#ended = new Promise((resolve) => this.#child.once('close', (code) => resolve(code ?? -1)));
  }

  /** @throws Error with all that `up` said, when it does not come up within two and a half minutes: before Jest gives up */
  static async start(options: DeploymentOptions = {}): Promise<Deployment> {
    const deployment = new Deployment(options.dataDirectory ?? (await newDirectory()), options);
    try {
      await eventually(() => deployment.#isUp(), 'run.json is written', { withinMs: 150_000 });
      return deployment;
    } catch (error) {
      await deployment.stop().catch(() => undefined);
      throw new Error(`"whereabouts up" did not come up:\n${deployment.output}`, { cause: error });
    }
  }

  /** What `--data` names. */
  get data(): string {
    return join(this.dataDirectory, 'data');
  }

  /** What it has printed so far. */
  get output(): string {
    return this.#output;
  }

  /** The run file as it is now: a part that was started again has another pid. */
  async run(): Promise<RunFile> {
    const run = await readRunFile(this.data);
    if (!run) throw new Error(`There is no run.json; up said:\n${this.#output}`);
    for (const pid of pidsOf(run)) this.#seen.add(pid);
    return run;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#child.connected) this.#child.send(signal);
  }

  /** The exit code of `up`. */
  ended(): Promise<number> {
    return this.#ended;
  }

  /** Stops all of it and removes its data. @throws Error when it ends badly or a process of it outlives it */
  async stop(): Promise<void> {
    if (this.#child.exitCode === null) await this.run().catch(() => undefined);
    this.signal('SIGTERM');
    const hurry = setTimeout(() => this.signal('SIGINT'), 30_000);
    const code = await this.#ended;
    clearTimeout(hurry);
    const left = await this.#leftRunning();
    await rm(this.dataDirectory, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`up left ${left.join(', ')} running:\n${this.#output}`);
    if (code !== 0) throw new Error(`up ended with exit code ${code}:\n${this.#output}`);
  }

  async #isUp(): Promise<boolean> {
    if (this.#child.exitCode !== null) throw new Error(`up ended with ${this.#child.exitCode}`);
    return (await readRunFile(this.data)) !== undefined;
  }

  /** A process that ended may take a moment to be reaped; what is still there after it is ended by its pid and named. */
  async #leftRunning(): Promise<number[]> {
    const alive = (): number[] => [...this.#seen].filter(isAlive);
    await eventually(() => alive().length === 0, 'every process has ended', { withinMs: 5_000 }).catch(
      () => undefined,
    );
    const left = alive();
    for (const pid of left) process.kill(pid, 'SIGKILL');
    return left;
  }
}

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'whereabouts-e2e-'));
  await chmod(directory, 0o755); // as root PostgreSQL runs as another user, who must get through
  return directory;
}
