import { setTimeout as pause } from 'node:timers/promises';

import { DomainError } from '@platform/domain';

/** A replica is rarely further behind than this; longer waits are the client's, who is told so. */
const PATIENCE_MS = 250;
const LOOK_AGAIN_MS = 20;

/**
 * Runs `work` again for a moment while it finds that something has not reached the cart yet: who creates a customer or a
 * product and goes straight on to the cart should not have to ask twice. `work` is a unit of work, or several, of its own.
 */
export async function whenKnown<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isNotKnownYet(error) || performance.now() - began > PATIENCE_MS) throw error;
    }
    await pause(LOOK_AGAIN_MS);
  }
}

function isNotKnownYet(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'not-found' && 'retryAfterSeconds' in error.details;
}
