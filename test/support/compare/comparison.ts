import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseResults, type Results } from '@comparison/protocol';
import { eventually } from '../e2e/eventually.js';

const leash = fileURLToPath(new URL('../e2e/leash.mjs', import.meta.url));
const command = fileURLToPath(new URL('../../../apps/cli/bin/whereabouts.mjs', import.meta.url));

/** `whereabouts compare` as a person runs it, with a directory for temporary files of its own: what it leaves there is seen. */
export class Comparison {
  #output = '';
  readonly #ended: Promise<number>;

  private constructor(
    private readonly root: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    this.#ended = new Promise((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
  }

  static async start(...args: readonly string[]): Promise<Comparison> {
    const root = await mkdtemp(join(tmpdir(), 'whereabouts-compared-'));
    await chmod(root, 0o755); // as root PostgreSQL runs as another user, who must get through
    const temporary = await mkdtemp(join(root, 'tmp-'));
    await chmod(temporary, 0o755);
    const program = [command, 'compare', ...args, '--out', join(root, 'report')];
    const environment = { ...process.env, TMPDIR: temporary };
    Reflect.deleteProperty(environment, 'NODE_OPTIONS');
    const child = spawn(process.execPath, [leash, process.execPath, ...program], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: environment,
      cwd: root,
    });
    return new Comparison(root, child);
  }

  get output(): string {
    return this.#output;
  }

  /** The exit code. */
  get ended(): Promise<number> {
    return this.#ended;
  }

  file(name: string): string {
    return join(this.root, name);
  }

  async says(text: string): Promise<void> {
    const said = () => this.#output.includes(text) || this.#hasEnded;
    await eventually(said, `it says "${text}"`, { withinMs: 120_000 });
    if (!this.#output.includes(text)) throw new Error(`It did not say "${text}":\n${this.#output}`);
  }

  send(signal: NodeJS.Signals): void {
    this.child.send(signal);
  }

  async results(): Promise<Results> {
    return parseResults(JSON.parse(await readFile(this.file('report/results.json'), 'utf8')));
  }

  /** Files that it has left where temporary ones go. */
  async leftovers(): Promise<string[]> {
    const [temporary = ''] = (await readdir(this.root)).filter((name) => name.startsWith('tmp-'));
    return readdir(join(this.root, temporary));
  }

  /** Processes that have to do with its directories. */
  async processes(): Promise<number[]> {
    const pids = (await readdir('/proc').catch((): string[] => [])).filter((name) => /^\d+$/.test(name));
    const own = await Promise.all(
      pids.map(async (pid) => {
        const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
        return line.includes(this.root) ? [Number(pid)] : [];
      }),
    );
    return own.flat();
  }

  /** Those of them that somebody has stopped, as with SIGSTOP. */
  async stopped(): Promise<number[]> {
    const states = await Promise.all(
      (await this.processes()).map(async (pid) => {
        const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
        return line.slice(line.lastIndexOf(')')).startsWith(') T') ? [pid] : [];
      }),
    );
    return states.flat();
  }

  async remove(): Promise<void> {
    if (!this.#hasEnded) this.child.send('SIGTERM');
    await this.#ended;
    await rm(this.root, { recursive: true, force: true });
  }

  get #hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}
