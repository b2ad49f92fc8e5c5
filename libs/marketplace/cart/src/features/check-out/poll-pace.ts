const FASTEST_MS = 10;
const SLOWEST_MS = 200;

/**
 * How long to wait between two looks at an order. Where checkouts end in this very process a signal ends the wait, and looking
 * more often than at the slowest pace would only cost reads; whether that is so is learned from how the last one ended.
 */
export class PollPace {
  private isSignalled = false;

  get firstMs(): number {
    return this.isSignalled ? SLOWEST_MS : FASTEST_MS;
  }

  next(ms: number): number {
    return Math.min(ms * 2, SLOWEST_MS);
  }

  /** @param bySignal whether a signal told of the end, or looking found it */
  ended(bySignal: boolean): void {
    this.isSignalled = bySignal;
  }
}
