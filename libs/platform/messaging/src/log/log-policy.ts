import type { RestoredLogError } from './errors.js';

/** What a process may write to the logs of its modules. */
export interface LogPolicy {
  /**
   * Nothing while a log comes from a dump and is not settled: others may know more of it. Where messages stay in the process nobody
   * does, and everything is written.
   */
  readonly settledOnly: boolean;
  /** The database of a log was restored while this process lived: what it knows of it is not so any more. */
  readonly onRestored: (error: RestoredLogError) => void;
}

export const WRITES_ALL: LogPolicy = { settledOnly: false, onRestored: () => undefined };
