import type { Measured, Second } from '@comparison/protocol';
import { type Population, populationOf } from './population/population.js';
import { GeneratorProcess, type Program } from './process/generator-process.js';
import type { GeneratorOptions } from './process/messages.js';
import type { StretchJob } from './stretch/stretch-job.js';

const built: Program = { entry: new URL('./process/main.js', import.meta.url), execArgv: [] };

/** Puts load on a marketplace from a process of its own, so that what is measured does not share its event loop with the meter. */
export class LoadGenerator {
  private constructor(
    /** What the marketplace is loaded with, derived from the seed. */
    readonly population: Population,
    private readonly process: GeneratorProcess,
  ) {}

  /** @throws Error when the process does not start, or the history's file cannot be written */
  static async start(options: GeneratorOptions, program = built): Promise<LoadGenerator> {
    const { seed, scale, preset } = options;
    const process = new GeneratorProcess(program);
    try {
      await process.ask({ type: 'open', options });
    } catch (error) {
      await process.stop();
      throw error;
    }
    return new LoadGenerator(populationOf(seed, scale, preset), process);
  }

  get pid(): number {
    return this.process.pid;
  }

  /**
   * Loads the population by the batch routes. Doing so again changes nothing, as long as nothing was played in between. The cart's
   * copies of the products may lag: wait until the deployment is quiet before playing. @throws Error with the first refusal
   */
  async load(origin: string): Promise<void> {
    await this.process.ask({ type: 'load', origin });
  }

  /**
   * Plays a stretch and waits for its drain; the history is in its file when this ends.
   * @throws Error when it cannot be played as asked or the process dies; the signal's reason when it was aborted
   */
  async play(job: StretchJob, onSecond?: (second: Second) => void, signal?: AbortSignal): Promise<Measured> {
    signal?.throwIfAborted();
    const abort = (): void => this.process.tell({ type: 'abort' });
    signal?.addEventListener('abort', abort);
    try {
      const measured = await this.process.ask({ type: 'play', job }, onSecond);
      if (!measured) throw new Error('The load generator told no result.');
      return measured;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends the process; what is under way is aborted first. */
  stop(): Promise<void> {
    return this.process.stop();
  }
}
