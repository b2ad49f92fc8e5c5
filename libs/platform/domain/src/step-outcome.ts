/**
 * What a participant answers to a step of a saga. A refusal is an answer, not an exception: it must be able to travel as
 * a reply without blocking what follows it.
 */
export type StepOutcome<Result, Details = undefined> =
  | { readonly outcome: 'done'; readonly result: Result }
  | { readonly outcome: 'refused'; readonly reason: string; readonly details: Details }
  /** What the step needs has not arrived here yet; ask again, outside this transaction. */
  | { readonly outcome: 'not-yet'; readonly reason: string };

export function done<Result>(result: Result): StepOutcome<Result, never> {
  return { outcome: 'done', result };
}

export function refused<Details>(reason: string, details: Details): StepOutcome<never, Details> {
  return { outcome: 'refused', reason, details };
}

export function notYet(reason: string): StepOutcome<never, never> {
  return { outcome: 'not-yet', reason };
}
