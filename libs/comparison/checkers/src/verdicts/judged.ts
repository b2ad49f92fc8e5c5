import type { StoredFacts } from '../checks/stored-facts.js';
import type { Operation } from '../history/operation.js';
import type { Snapshot, Violation } from '../invariants/snapshot.js';
import type { Samples } from '../watch/samples.js';
import type { Interval } from './rated.js';

/** All that verdicts are made of. */
export interface Judged {
  readonly operations: readonly Operation[];
  /** When what rates are made of went on; always, where it is left out. */
  readonly compared?: readonly Interval[];
  readonly facts: StoredFacts;
  readonly snapshot: Snapshot;
  readonly samples: Samples;
  /** Of the stored state, of the API's answers and of the logs, by whoever looked. */
  readonly violations: readonly Violation[];
  /** Resources that were read through the API to be judged by the same rules. */
  readonly answersRead: number;
  readonly inboxMarks: number;
  /** Modules whose streams were replayed. */
  readonly keptAsEvents: number;
}
