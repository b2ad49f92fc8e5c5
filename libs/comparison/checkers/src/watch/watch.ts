import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment } from '@comparison/protocol';
import { Databases } from '../databases.js';
import type { Violation } from '../invariants/snapshot.js';
import { stockNeverNegative } from '../invariants/stock.js';
import type { Samples } from './samples.js';
import { StockWatch } from './stock-watch.js';

const EVERY_MS = 500;

/** Looks at databases while load goes on: S1 at every sample, and how far the cart's copies of products are behind. */
export class Watch {
  readonly #databases: Databases;
  readonly #stock: StockWatch;
  readonly #over = new AbortController();
  readonly #broken = new Map<string, Violation>();
  readonly #lastSeen = new Map<string, Map<number, number>>();
  #taken = 0;
  #missed = 0;
  #lastGoodLook = performance.now();
  #longestGapMs = 0;
  #done: Promise<void> = Promise.resolve();

  private constructor(
    deployment: Deployment,
    private readonly everyMs: number,
  ) {
    this.#databases = new Databases(() => deployment.run());
    this.#stock = new StockWatch(this.#databases);
  }

  /** Begins at once. What it looks at may be away: that look is missed, and counted. */
  static start(deployment: Deployment, { everyMs = EVERY_MS }: { everyMs?: number } = {}): Promise<Watch> {
    const watch = new Watch(deployment, everyMs);
    watch.#done = watch.#work();
    return Promise.resolve(watch);
  }

  /** Looks once more and ends. */
  async stop(): Promise<Samples> {
    this.#over.abort();
    await this.#done;
    await this.#look();
    await this.#databases.close();
    return {
      ...{ everyMs: this.everyMs, taken: this.#taken, missed: this.#missed },
      longestGapMs: this.#longestGapMs,
      ...{ broken: [...this.#broken.values()], lastSeen: this.#lastSeen },
    };
  }

  async #work(): Promise<void> {
    while (!this.#over.signal.aborted) {
      await this.#look();
      await pause(this.everyMs, undefined, { signal: this.#over.signal }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const began = performance.now();
    try {
      const [stock] = await Promise.all([this.#stock.look(), this.#lookAtCopies()]);
      this.#taken += 1;
      this.#longestGapMs = Math.max(this.#longestGapMs, performance.now() - this.#lastGoodLook);
      this.#lastGoodLook = began;
      for (const violation of stockNeverNegative(stock)) this.#broken.set(violation.what, violation);
    } catch {
      this.#missed += 1;
    }
  }

  async #lookAtCopies(): Promise<void> {
    const at = Date.now();
    const offers = await this.#databases.query<{ id: string; revision: number }>(
      'cart',
      'SELECT product_id AS id, revision FROM cart.offer',
    );
    for (const { id, revision } of offers) {
      const ofProduct = this.#lastSeen.get(id) ?? new Map<number, number>();
      this.#lastSeen.set(id, ofProduct.set(revision, at));
    }
  }
}
