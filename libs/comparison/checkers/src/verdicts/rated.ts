import type { Operation } from '../history/operation.js';

/** A piece of time, in ms since the epoch. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Whether an operation was begun in one of the stretches; in any, where none are named. */
export function within(compared: readonly Interval[] | undefined): (operation: Operation) => boolean {
  return ({ start }) => compared?.some(({ from, to }) => start >= from && start < to) ?? true;
}

/**
 * Whether an operation says how often something is seen: in a stretch that is compared, and neither a look of somebody who looks
 * until a change shows, nor the cart that answers whoever fills it, once for each item.
 */
export function isRated(compared: readonly Interval[] | undefined): (operation: Operation) => boolean {
  const isWithin = within(compared);
  return (operation) =>
    operation.input['watch'] === undefined && operation.name !== 'put-item' && isWithin(operation);
}
