import type { Answer, Failure, Prepared } from '../definition/saga-definition.js';

/** Why the transaction over the steps was rolled back without being broken. */
export type StopReason =
  | {
      readonly type: 'refused';
      readonly failure: Failure;
      readonly concluded?: { readonly prepared: Prepared; readonly answer: Answer };
    }
  | { readonly type: 'not-yet'; readonly step: string; readonly reason: string }
  | {
      readonly type: 'unanswered';
      readonly step: string;
      readonly prepared: Prepared;
      /** On the clock of `performance.now()`. */
      readonly askUntil: number;
    };

/** Thrown to roll the transaction back; never leaves the execution. */
export class Stopped extends Error {
  constructor(
    readonly reason: StopReason,
    readonly context: unknown,
  ) {
    super(reason.type);
  }
}
