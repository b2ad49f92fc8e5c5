import type { InTurn } from '@platform/messaging';

/** Lets one piece of work through at a time, in the order they came. */
export class Turnstile {
  private last: Promise<unknown> = Promise.resolve();

  readonly inTurn: InTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = this.last.then(work);
    this.last = mine.catch(() => undefined);
    return mine;
  };
}

/**
 * A turnstile per module: its saga transactions of this process take turns. A batch locks what many sagas need (every order that
 * wants one product locks its stock), and two batches would lock it in orders of their own and deadlock.
 */
export class Turnstiles {
  private readonly turnstiles = new Map<string, Turnstile>();

  of(module: string): InTurn {
    const turnstile = this.turnstiles.get(module) ?? new Turnstile();
    this.turnstiles.set(module, turnstile);
    return turnstile.inTurn;
  }
}
