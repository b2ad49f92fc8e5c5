import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, type Patience } from '../e2e/eventually.js';
import { isAlive } from '../e2e/processes.js';
import { pidsOf, readRunFile, type RunFile } from '../e2e/run-file.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const leash = here('../e2e/leash.mjs');
const command = here('../../../apps/cli/bin/whereabouts.mjs');

/** A part that is broken on purpose, or trouble that is made: the name of a file in `broken/`. */
export type Variant =
  | 'acknowledge-before-commit'
  | 'archive-asks-nobody'
  | 'archive-trusts-its-group'
  | 'approval-overtaken'
  | 'attempt-inside-the-transaction'
  | 'commands-come-twice'
  | 'confirmation-breaks'
  | 'copy-stands-still'
  | 'ends-without-broker'
  | 'fresh-provider-key'
  | 'keyed-by-customer'
  | 'no-compensation'
  | 'no-inbox-mark'
  | 'no-release'
  | 'no-step-record'
  | 'no-tombstone'
  | 'offset-before-commit'
  | 'owed-work-forgotten'
  | 'publish-after-commit'
  | 'read-modify-write-stock'
  | 'reads-past-running'
  | 'reservation-given-up';

interface Arming {
  /** The only service that it concerns; whichever comes first unless given. */
  readonly service?: string;
  /** Who comes there waits until {@link CrashDeployment.letGo} instead of dying. */
  readonly waits?: boolean;
}

/** Where somebody dies. */
export interface Place {
  readonly point: string;
  /** At this time of reaching it, counted by each process. */
  readonly nth: number;
  /** The only service that it concerns, or `event-store`. */
  readonly service?: string | undefined;
}

interface Death {
  readonly id: string;
  readonly point: string;
  readonly pid: number;
}

/** `up` over one data directory, stopped, killed and started again at will. Its service dies where it is told to. */
export class CrashDeployment {
  #child: ChildProcess | undefined;
  #ended: Promise<number> = Promise.resolve(0);
  #output = '';
  /** Of the public address: any at first, then always the same, as clients expect. */
  #port = '0';
  readonly #seen = new Set<number>();

  private constructor(
    private readonly root: string,
    private readonly profile: string,
    private readonly variants: readonly Variant[],
  ) {}

  /** @param variants what may be broken in it; nothing is until it is {@link putInForce} */
  static async create(profile: string, variants: readonly Variant[] = []): Promise<CrashDeployment> {
    const root = await mkdtemp(join(tmpdir(), 'whereabouts-crash-'));
    await chmod(root, 0o755); // as root PostgreSQL runs as another user, who must get through
    return new CrashDeployment(root, profile, variants);
  }

  get output(): string {
    return this.#output;
  }

  /** What `--data` names. */
  get data(): string {
    return join(this.root, 'data');
  }

  /** Starts `up` with the launcher of the crash tests, or the plain command, which has no crash points. */
  async start(by: 'launcher' | 'command' = 'launcher'): Promise<void> {
    const { data } = this;
    const program =
      by === 'launcher'
        ? [here('./up.mjs'), data, this.#port, this.profile]
        : [command, 'up', '--profile', this.profile, '--port', this.#port, '--no-demo', '--data', data];
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      WHEREABOUTS_LOG_FORMAT: 'json',
      CRASH_DIRECTORY: this.root,
      CRASH_VARIANTS: this.variants.join(','),
    };
    for (const name of ['NODE_OPTIONS', 'PAYMENT_PROVIDER_URL']) Reflect.deleteProperty(environment, name);
    const before = await readRunFile(data);
    const child = spawn(process.execPath, [leash, process.execPath, ...program], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: environment,
    });
    this.#child = child;
    this.#output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    this.#ended = new Promise((resolve) => child.once('close', (code) => resolve(code ?? -1)));
    try {
      const isOver = async (): Promise<boolean> => this.#hasEnded || (await this.#isUpAgain(before));
      await eventually(isOver, 'run.json is written', { withinMs: 180_000 });
      if (this.#hasEnded) throw new Error(`up ended with ${await this.#ended}`);
      this.#port = new URL((await this.run()).origin).port;
    } catch (error) {
      throw new Error(`"up" did not come up:\n${this.#output}`, { cause: error });
    }
  }

  async run(): Promise<RunFile> {
    const run = await readRunFile(this.data);
    if (!run) throw new Error(`There is no run.json; up said:\n${this.#output}`);
    for (const pid of pidsOf(run)) this.#seen.add(pid);
    return run;
  }

  /** From now on these are broken, and nothing else is. */
  async putInForce(...variants: readonly Variant[]): Promise<void> {
    await this.#write('in-force', variants);
  }

  /** From now on a service dies when it reaches `point` for the `nth` time. @returns what {@link outlive} and {@link isHeld} go by */
  async arm(point: string, nth: number, arming: Arming = {}): Promise<string> {
    const id = randomUUID();
    await rm(this.#file('held'), { force: true });
    await this.#write('armed', { id, point, nth, ...arming });
    return id;
  }

  /** One death after the other: the next place counts from the death before it. @returns what {@link outlive} goes by, for each */
  async armEach(first: Place, ...others: readonly Place[]): Promise<string[]> {
    const armed = [first, ...others].map((place) => ({ ...place, id: randomUUID() }));
    const [begin, ...then] = armed;
    await this.#write('armed', { ...begin, then });
    return armed.map(({ id }) => id);
  }

  async disarm(): Promise<void> {
    await rm(this.#file('armed'), { force: true });
  }

  /** Who died of what was armed; undefined when nobody has. */
  private async death(id: string): Promise<Death | undefined> {
    const text = await readFile(this.#file(`died-${id}`), 'utf8').catch(() => undefined);
    if (text === undefined || text === '') return undefined;
    const death = JSON.parse(text) as Death;
    return isAlive(death.pid) ? undefined : death;
  }

  /** Resolves as soon as somebody has died of what was armed. */
  async died(id: string, what: string, patience?: Patience): Promise<void> {
    await eventually(() => this.death(id), what, { everyMs: 5, ...patience });
  }

  /** Kills the Event Store and has it stay away, whoever starts it again. @returns has it come back, and resolves when it has */
  async takeEventStoreAway(): Promise<() => Promise<void>> {
    const pid = (await this.run()).eventStore?.pid;
    if (!pid) throw new Error('There is no Event Store of ours.');
    await this.#write('event-store-away', {});
    process.kill(pid, 'SIGKILL');
    await this.replaced(pid);
    return async () => {
      await rm(this.#file('event-store-away'), { force: true });
      const url = `${(await this.run()).eventStore?.url ?? ''}/health/ready`;
      await eventually(async () => (await fetch(url)).ok, 'the Event Store is there again');
    };
  }

  async hasDied(id: string): Promise<boolean> {
    return (await this.death(id)) !== undefined;
  }

  /** Waits until somebody has died of what was armed, and until another process serves in that one's place. */
  async outlive(id: string, what: string, patience?: Patience): Promise<void> {
    const death = await eventually(() => this.death(id), what, patience);
    await this.replaced(death.pid);
  }

  /** Whether somebody waits where it was armed. */
  async isHeld(id: string): Promise<boolean> {
    const text = await readFile(this.#file('held'), 'utf8').catch(() => '');
    return text !== '' && (JSON.parse(text) as Death).id === id;
  }

  async letGo(): Promise<void> {
    await rm(this.#file('held'), { force: true });
  }

  /** Waits until another process serves in the place of the one that died. */
  async replaced(pid: number): Promise<void> {
    await eventually(
      async () => {
        const pids = pidsOf(await this.run());
        return !pids.includes(pid) && pids.every(isAlive);
      },
      `what was process ${pid} runs again`,
      { withinMs: 60_000 },
    );
  }

  /** Ends `up` and nothing else. */
  async kill(): Promise<void> {
    await this.run();
    this.#child?.send('SIGKILL');
    await this.#ended;
  }

  /** Stops all of it; data stays. */
  async stop(): Promise<void> {
    if (this.#child?.connected) {
      await this.run().catch(() => undefined);
      this.#child.send('SIGTERM');
    }
    const code = await this.#ended;
    const alive = (): number[] => [...this.#seen].filter(isAlive);
    await eventually(() => alive().length === 0, 'every process has ended', { withinMs: 10_000 }).catch(
      () => {
        const left = alive();
        for (const pid of left) process.kill(pid, 'SIGKILL');
        throw new Error(`up left ${left.join(', ')} running and ended with ${code}:\n${this.#output}`);
      },
    );
  }

  async remove(): Promise<void> {
    try {
      await this.stop();
    } finally {
      await rm(this.root, { recursive: true, force: true });
    }
  }

  /** At once or not at all, as services read it at any time. */
  async #write(name: string, content: unknown): Promise<void> {
    await writeFile(this.#file('new'), JSON.stringify(content));
    await rename(this.#file('new'), this.#file(name));
  }

  #file(name: string): string {
    return join(this.root, `${name}.json`);
  }

  get #hasEnded(): boolean {
    return this.#child?.exitCode !== null || this.#child.signalCode !== null;
  }

  async #isUpAgain(before: RunFile | undefined): Promise<boolean> {
    const run = await readRunFile(this.data);
    return run !== undefined && run.services[0]?.pid !== before?.services[0]?.pid;
  }
}
