import { rm } from 'node:fs/promises';
import { dataDirectorySentence, type DataDirectory } from './data-directory.js';
import { writeJson } from './json-file.js';
import { KeptRunning } from './kept-running.js';
import { LogWatch } from './log-watch.js';
import { identify } from './process-identity.js';
import type { Progress } from './progress.js';
import type { RunFile } from './run-file.js';
import { stopOrder, type SupervisedPart } from './supervised-part.js';
import type { UpFile } from './up-file.js';

interface Supervised {
  readonly part: SupervisedPart;
  readonly running: KeptRunning;
  readonly watch: LogWatch | undefined;
}

export interface SupervisorOptions {
  readonly directory: DataDirectory;
  readonly progress: Progress;
  readonly profile: string;
}

/**
 * All that one `up` has running. What dies is started again. `up.json` lists the parts from the first one on; `run.json`
 * tells what runs from its announcement on, and both follow every change. The caller holds the data directory's lock.
 */
export class Supervisor {
  readonly #startedAt = new Date().toISOString();
  #supervised: Supervised[] = [];
  #describe: (() => RunFile) | undefined;
  #writing: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(private readonly options: SupervisorOptions) {}

  /** Resolves when the part serves; throws what it says when it cannot. Starts nothing after {@link end}. */
  async start(part: SupervisedPart, done: () => string): Promise<void> {
    if (this.#ended) return;
    const { progress } = this.options;
    const watch = part.logFile
      ? new LogWatch(part.logFile, (text) => progress.warn(`${part.label}: ${text}`))
      : undefined;
    const running = new KeptRunning(part, progress, () => this.#changed());
    this.#supervised.push({ part, running, watch });
    await watch?.start();
    // It may have been asked to end meanwhile, and would have found nothing to stop.
    if (this.#isEnded()) return;
    await progress.step(`Starting ${part.label}`, () => running.start(), done);
  }

  /** Nothing is started any more. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /** From here on `run.json` is what `describe` says. */
  async announce(describe: () => RunFile): Promise<void> {
    this.#describe = describe;
    this.#changed();
    await this.#writing;
  }

  /** Stops some of the parts, one kind after another; what still starts is stopped too. */
  async stop(which: (part: SupervisedPart) => boolean): Promise<void> {
    const failures: unknown[] = [];
    for (const kind of stopOrder) {
      const these = this.#supervised.filter(({ part }) => part.kind === kind && which(part));
      // One that does not stop must not keep the others running.
      for (const result of await Promise.allSettled(these.map((one) => this.#stopOne(one))))
        if (result.status === 'rejected') failures.push(result.reason);
      this.#supervised = this.#supervised.filter((one) => !these.includes(one));
    }
    if (failures.length > 0) throw failures[0];
    this.#changed();
  }

  /** Stops everything, in order, for good; data stays. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    try {
      await this.stop(() => true);
    } finally {
      await this.#writing;
      await rm(this.options.directory.runFile, { force: true });
      await rm(this.options.directory.upFile, { force: true });
    }
  }

  /** For a user who will not wait for services to finish what they accepted. */
  hurry(): void {
    for (const { part } of this.#supervised) part.kill?.();
  }

  async #stopOne({ part, running, watch }: Supervised): Promise<void> {
    const { progress } = this.options;
    await progress.step(
      `Stopping ${part.label}`,
      () => running.stop(),
      () => `${part.label} stopped`,
    );
    await watch?.stop();
  }

  #isEnded(): boolean {
    return this.#ended;
  }

  #changed(): void {
    this.#writing = this.#writing
      .then(() => this.#writeFiles())
      .catch((error: unknown) => {
        const sentence = dataDirectorySentence(error, this.options.directory.root);
        this.options.progress.warn(`What runs could not be written down: ${String(sentence)}`);
      });
  }

  async #writeFiles(): Promise<void> {
    const { directory, profile } = this.options;
    const own = await identify(process.pid);
    if (!own) return;
    const parts: UpFile['parts'] = [];
    for (const { part } of this.#supervised) {
      const identity = await identify(part.pid ?? 0);
      if (identity) parts.push({ kind: part.kind, label: part.label, ...identity });
    }
    const file: UpFile = { ...own, profile, startedAt: this.#startedAt, parts };
    await writeJson(directory.upFile, file);
    if (this.#describe && !this.#ended) await writeJson(directory.runFile, this.#describe());
  }
}
