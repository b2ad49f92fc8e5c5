import type { RunFile } from './run-file.js';

/** A profile that runs, started by `whereabouts up` as a user would. */
export interface Deployment {
  readonly profile: string;
  /** The data directory. */
  readonly directory: string;
  /** As it is now: pids change when a child was started again. */
  run(): Promise<RunFile>;
  /**
   * Waits until nothing is under way, twice in a row: no open saga, no consumer lag, nothing owed.
   * @param lookEveryMs seldom, where looking must not cost what is metered
   * @returns ms. @throws Error past the limit
   */
  quiet(withinMs?: number, lookEveryMs?: number): Promise<number>;
}
