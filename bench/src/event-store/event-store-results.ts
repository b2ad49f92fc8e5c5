import type { Environment } from '../report/environment.js';
import type { Appends } from './append.js';
import type { ArchiveLag } from './archive-lag.js';
import type { Loads } from './load.js';
import type { Recovery } from './recovery.js';
import type { Replay } from './replay.js';

/** Everything measured in one run, as `--json` writes it. */
export interface EventStoreResults {
  readonly environment: Environment;
  readonly options: object;
  append?: readonly Appends[];
  load?: Loads;
  replay?: readonly Replay[];
  archive?: readonly ArchiveLag[];
  recovery?: readonly Recovery[];
}
