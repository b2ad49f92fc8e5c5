/**
 * A kind of work that a process may have begun and not finished when it ended. What finishes it goes on doing so as long as the
 * process runs; before anything new is taken, it is given some time to be through with what is old.
 *
 * It needs nobody but the own databases. What else it needs (an outside that may be away) is tried once and left to its timer.
 */
export interface Unfinished {
  /** What people see in logs, metrics and `/health/ready`, with the module in front: `stock: owed tasks`. */
  readonly name: string;
  /** Nothing that was begun, but what has to be there for it: its progress is shown, and counted it is not. */
  readonly isPreparation?: boolean;
  /** The most that it is waited for, in ms, where it should be less than the start as a whole may take. */
  readonly limitMs?: number;
  /** How many pieces there are that can be done now, by whichever process; those in hand here count. */
  pending(): Promise<number>;
  /**
   * Resolves when everything that could be done was done, or was put off for a reason of its own; when `signal` aborts, without
   * waiting any longer. May be called again. @throws what broke; then it is called again after a pause
   */
  finish(signal: AbortSignal): Promise<void>;
}
