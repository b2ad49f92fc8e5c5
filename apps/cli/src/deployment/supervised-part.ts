import type { Part } from './kept-running.js';

/** In the order in which they are stopped: nothing runs longer than what it needs. */
export const stopOrder = ['gateway', 'service', 'event-store', 'provider', 'broker', 'database'] as const;
export type PartKind = (typeof stopOrder)[number];

/** A part as the supervisor sees it. */
export interface SupervisedPart extends Part {
  readonly kind: PartKind;
  /** Of the process that runs, or ran last; null when it is not ours or never ran. */
  readonly pid: number | null;
  /** A JSON log whose warnings are shown while it runs. */
  readonly logFile?: string;
  /** Ends it at once, where that does no harm. */
  kill?(): void;
}
