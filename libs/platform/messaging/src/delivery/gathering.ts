import { isInfrastructureError, isRetryable } from '@platform/persistence';

import type { InTurn } from './consumer.js';

interface Waiting<T> {
  readonly item: T;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export interface GatheringOptions<T> {
  /** Does all of them, or none and throws; may be called again for each alone. */
  readonly together: (items: readonly T[]) => Promise<void>;
  readonly sizeOf: (item: T) => number;
  /** Most that is taken at once, by size; one item always is. */
  readonly most: () => number;
  readonly inTurn: InTurn;
}

/**
 * Does at once what has come by the time it begins: a transaction costs as much as what is in it, and while one is under way
 * the next one fills by itself. Nobody waits for more to come, so that what comes alone is done at once.
 *
 * When it fails, each is done alone and has an end of its own; what the infrastructure ended is over for all of them.
 */
export class Gathering<T> {
  private readonly waiting: Waiting<T>[] = [];
  private draining = false;

  constructor(private readonly options: GatheringOptions<T>) {}

  /** Resolves when `item` is done. @throws what it failed of alone, or what the infrastructure ended it of */
  run(item: T): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed });
      if (!this.draining) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.draining = true;
    // What one answer of the broker or the log brought arrives in this turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    const { inTurn } = this.options;
    while (this.waiting.length > 0) await inTurn(() => this.next(this.take()));
    this.draining = false;
  }

  private take(): readonly Waiting<T>[] {
    const { sizeOf, most } = this.options;
    const limit = most();
    let size = 0;
    let count = 0;
    for (const { item } of this.waiting) {
      size += sizeOf(item);
      if (count > 0 && size > limit) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async next(taken: readonly Waiting<T>[]): Promise<void> {
    try {
      await this.options.together(taken.map(({ item }) => item));
      for (const { done } of taken) done();
    } catch (error) {
      if (taken.length === 1 || (isInfrastructureError(error) && !isRetryable(error)))
        for (const { failed } of taken) failed(error);
      else for (const { item, done, failed } of taken) await this.options.together([item]).then(done, failed);
    }
  }
}
