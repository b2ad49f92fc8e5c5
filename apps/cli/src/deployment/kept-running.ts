import { setTimeout as wait } from 'node:timers/promises';
import type { Progress } from './progress.js';
import { RestartPause } from './restart-pause.js';

/** A part of a deployment that can be started and that may die. */
export interface Part {
  readonly label: string;
  /**
   * Resolves when it serves. `spawned` is called as soon as there is a process, `died` when it ends after it served
   * without having been stopped.
   */
  start(died: (how: string) => void, spawned: () => void): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a part again whenever it dies, and says so; the first start's failure is the caller's. */
export class KeptRunning {
  readonly #pause = new RestartPause();
  readonly #stopped = new AbortController();
  #startedAt = 0;
  #starting: Promise<void> = Promise.resolve();
  #restarting: Promise<void> = Promise.resolve();

  constructor(
    readonly part: Part,
    private readonly progress: Progress,
    private readonly onChange: () => void,
  ) {}

  async start(): Promise<void> {
    this.#starting = this.part.start((how) => this.#died(how), this.onChange);
    await this.#starting;
    this.#startedAt = Date.now();
    this.onChange();
  }

  /** May come while the part still starts: what comes up then is stopped as well. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.part.stop();
    await Promise.allSettled([this.#starting, this.#restarting]);
    await this.part.stop();
  }

  #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  #died(how: string): void {
    if (this.#isStopped()) return;
    this.progress.warn(`${this.part.label} ${how}: it is started again`);
    this.#restarting = this.#restarting.then(() => this.#restart());
  }

  async #restart(): Promise<void> {
    const { signal } = this.#stopped;
    let ranFor = Date.now() - this.#startedAt;
    for (;;) {
      await wait(this.#pause.after(ranFor), undefined, { signal }).catch(() => undefined);
      if (this.#isStopped()) return;
      try {
        await this.start();
        if (!this.#isStopped()) this.progress.note(`${this.part.label} runs again`);
        return;
      } catch (error) {
        if (this.#isStopped()) return;
        ranFor = 0;
        this.progress.warn(
          `${this.part.label} did not start again: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  }
}
