import { join } from 'node:path';
import { makeMarketplace } from '../data/marketplace.js';
import type { Random } from '../data/random.js';
import type { Options } from '../options.js';
import { describeServer } from '../report/environment.js';
import { Child } from '../stage/child.js';
import { Stage } from '../stage/stage.js';

const CUSTOMERS = 10_000;
const PRODUCTS = 1_000;

export interface Progress {
  step(what: string): void;
}

/** What the sections share: the generator, the stages, and what must be stopped in the end. */
export class Bench {
  private readonly stops = new Set<() => Promise<void>>();
  /** Of the first stage; all are alike. */
  server: Awaited<ReturnType<typeof describeServer>> | undefined;
  #generator: Child | undefined;
  #shared: Stage | undefined;
  #stopShared: (() => Promise<void>) | undefined;
  #closed = false;

  constructor(
    readonly options: Options,
    readonly directory: string,
    readonly random: Random,
    readonly progress: Progress,
  ) {}

  async generator(): Promise<Child> {
    if (this.#generator) return this.#generator;
    const generator = await Child.start({
      label: 'The load generator',
      entry: new URL('../load/main.js', import.meta.url),
      logFile: join(this.directory, 'generator.log'),
    });
    this.stopLater(() => generator.stop());
    this.#generator = generator;
    return generator;
  }

  /** The stage that all sections but `scale` use. */
  async shared(): Promise<Stage> {
    if (this.#shared) return this.#shared;
    const { stage, stop } = await this.newStage('stage');
    this.#shared = stage;
    this.#stopShared = stop;
    return stage;
  }

  async newStage(name: string): Promise<{ stage: Stage; stop: () => Promise<void> }> {
    this.progress.step(
      `Starting PostgreSQL, provider and service; loading ${CUSTOMERS} customers and ${PRODUCTS} products (${name}) …`,
    );
    if (this.#closed) throw new Error('The benchmark was stopped.');
    const stage = new Stage(
      join(this.directory, name),
      makeMarketplace(this.options.seed, CUSTOMERS, PRODUCTS),
    );
    const stop = this.stopLater(() => stage.close());
    await stage.open();
    this.server ??= await describeServer(stage.client);
    return { stage, stop };
  }

  /** Makes room for stages of their own. */
  async closeShared(): Promise<void> {
    await this.#stopShared?.();
    this.#shared = undefined;
    this.#stopShared = undefined;
  }

  /** Something that must be stopped however the benchmark ends. @returns stops it now instead */
  stopLater(stop: () => Promise<void>): () => Promise<void> {
    const once = async (): Promise<void> => {
      if (this.stops.delete(once)) await stop();
    };
    this.stops.add(once);
    return once;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.stops].map((stop) => stop()));
  }
}
