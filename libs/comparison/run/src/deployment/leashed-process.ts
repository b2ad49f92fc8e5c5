import { type ChildProcess, spawn } from 'node:child_process';
import { extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const leash = fileURLToPath(new URL(`./leash${extname(import.meta.url)}`, import.meta.url));

/** For the output of a process that has ended to arrive. */
const OUTPUT_LIMIT_MS = 1_000;

/** What the leash is told; its own {@link directory} is removed when this process is gone. */
export interface Leashed {
  readonly command: readonly string[];
  /** What stops whatever the command leaves behind when it does not end by itself. */
  readonly down: readonly string[];
  readonly directory: string;
  /** For each of the two. */
  readonly limitMs: number;
}

/** Something that runs on a leash: it ends when this process does, and also when the leash itself is killed. */
export class LeashedProcess {
  readonly #leash: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #allSaid: Promise<unknown>;
  #said = '';
  #isOver = false;

  constructor(
    private readonly leashed: Leashed,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    const child = spawn(process.execPath, [leash, JSON.stringify(leashed)], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env,
    });
    this.#leash = child;
    for (const stream of [child.stdout, child.stderr])
      stream
        ?.setEncoding('utf8')
        .on('data', (text: string) => (this.#said = `${this.#said}${text}`.slice(-4_000)));
    this.#allSaid = new Promise((resolve) => child.once('close', resolve));
    const exited = new Promise<boolean>((resolve) => {
      child.once('exit', (code) => resolve(code !== 0)).once('error', () => resolve(false));
    });
    this.#ended = exited.then(async (isUnswept) => {
      this.#isOver = true;
      // Whoever ends the leash by force leaves what hung on it.
      if (isUnswept) await this.#sweep();
    });
  }

  /** Whether it has ended by itself, or lost its leash. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when nothing of it runs any more. */
  async stop(): Promise<void> {
    if (this.#leash.connected) this.#leash.send('stop', () => undefined); // it may just have ended
    // As long as the leash may take to end it and to have swept what is left.
    const late = setTimeout(() => this.#leash.kill('SIGKILL'), 3 * this.leashed.limitMs);
    await this.#ended;
    clearTimeout(late);
  }

  /** What was said last, which is why it ended. */
  async lastLine(): Promise<string | undefined> {
    await Promise.race([this.#allSaid, pause(OUTPUT_LIMIT_MS, undefined, { ref: false })]);
    return stripVTControlCharacters(this.#said)
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .at(-1);
  }

  async #sweep(): Promise<void> {
    const { down, limitMs } = this.leashed;
    const [program = '', ...args] = down;
    const broom = spawn(program, args, { detached: true, stdio: 'ignore', env: this.env });
    const late = setTimeout(() => broom.kill('SIGKILL'), 2 * limitMs);
    await new Promise<void>((resolve) => {
      broom.once('exit', () => resolve()).once('error', () => resolve());
    });
    clearTimeout(late);
  }
}
