import type { Violation } from './snapshot.js';

/** A1 at the cart, when nothing is under way: what failed has opened it again, and what was approved has left a new one. */
export function noCartStaysSealed(sealed: readonly string[]): Violation[] {
  return sealed.map((customer) => ({
    invariant: 'A1',
    what: `the cart of ${customer} is sealed although no checkout is under way`,
  }));
}
