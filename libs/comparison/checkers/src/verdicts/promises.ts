import type { ProfileFacts } from '@comparison/protocol';

/** What no profile may do, with the sentence that says so. */
export interface Always {
  readonly never: string;
}

/** A promise of a profile, by its id, that whatever is found would break. */
export interface PromisedBy {
  readonly promise: string;
}

/** What every profile may do, with the sentence that says why. */
export interface Allowed {
  readonly allowed: string;
}

export interface Judgement {
  readonly permitted: boolean;
  readonly because: string;
}

/** Whether a profile allows what was found: it does unless it promises otherwise. @throws Error for a promise that no profile speaks of */
export function judgementOf(forbidden: Always | PromisedBy | Allowed, { promises }: ProfileFacts): Judgement {
  if ('never' in forbidden) return { permitted: false, because: forbidden.never };
  if ('allowed' in forbidden) return { permitted: true, because: forbidden.allowed };
  const promise = promises.find(({ id }) => id === forbidden.promise);
  // Taken for permitted, a promise of another name would never be judged again.
  if (!promise)
    throw new Error(`The profile says nothing of "${forbidden.promise}", neither that nor why not.`);
  const { kept, title, reason } = promise;
  return {
    permitted: !kept,
    because: kept ? `promised: "${title}", as ${reason}` : `not promised: "${title}", as ${reason}`,
  };
}

/** Others' copies and lists follow by events. */
export const freshCopies: PromisedBy = { promise: 'fresh-copies' };
/** The module that owns the data answers from where it was written. */
export const readsById: PromisedBy = { promise: 'read-your-writes-by-id' };
/** What a module lists, it lists from the rows that it wrote. */
export const currentLists: PromisedBy = { promise: 'current-lists' };
/** All steps become visible together. */
export const atomicCheckout: PromisedBy = { promise: 'atomic-checkout' };
