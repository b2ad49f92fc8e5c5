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
 * When it fails, each is done alone, in a turn of its own, and has an end of its own; a connection that is gone ends them all.
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
    try {
      // What one answer of the broker or the log brought arrives in this turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      while (this.waiting.length > 0) await this.next();
    } finally {
      this.draining = false;
    }
  }

  private async next(): Promise<void> {
    let taken: readonly Waiting<T>[] = [];
    try {
      await this.options.inTurn(async () => {
        taken = this.take();
        await this.options.together(taken.map(({ item }) => item));
      });
      for (const { done } of taken) done();
    } catch (error) {
      if (taken.length > 1 && !endsAll(error)) await this.eachAlone(taken);
      else for (const { failed } of taken.length > 0 ? taken : this.take()) failed(error);
    }
  }

  private async eachAlone(taken: readonly Waiting<T>[]): Promise<void> {
    let ended: unknown;
    for (const { item, done, failed } of taken) {
      if (ended !== undefined) {
        failed(ended);
        continue;
      }
      try {
        await this.options.inTurn(async () => this.options.together([item]));
        done();
      } catch (error) {
        failed(error);
        if (endsAll(error)) ended = error;
      }
    }
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
}

/** A lock that was not given in time, and a statement and a transaction that took too long: one of them may be the reason. */
const TOO_LONG: ReadonlySet<unknown> = new Set(['55P03', '57014', '25P04']);

function endsAll(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return isInfrastructureError(error) && !isRetryable(error) && !TOO_LONG.has(code);
}
