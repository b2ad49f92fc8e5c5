import type { ProfileFacts } from '@comparison/protocol';

/** What no profile may do, with the sentence that says so. */
export interface Always {
  readonly never: string;
}

/** A promise of a profile, by its id, that whatever is found would break. */
export interface PromisedBy {
  readonly promise: string;
}

export interface Judgement {
  readonly permitted: boolean;
  readonly because: string;
}

/** Whether a profile allows what was found: it does unless it promises otherwise. */
export function judgementOf(forbidden: Always | PromisedBy, { promises }: ProfileFacts): Judgement {
  if ('never' in forbidden) return { permitted: false, because: forbidden.never };
  const promise = promises.find(({ id }) => id === forbidden.promise);
  if (!promise) return { permitted: true, because: `no promise "${forbidden.promise}" is made` };
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
/** All steps become visible together. */
export const atomicCheckout: PromisedBy = { promise: 'atomic-checkout' };
