import type { Comparison } from '../sections/comparison.js';
import type { Cost } from '../sections/cost.js';
import type { MemoryUse } from '../sections/memory.js';
import type { Scale } from '../sections/scale.js';
import type { StartUp } from '../sections/start-up.js';
import type { System } from '../stage/stage.js';
import type { Environment } from './environment.js';

/** Everything measured in one run, as `--json` writes it. */
export interface Results {
  readonly environment: Environment;
  readonly options: object;
  closed?: readonly Comparison[];
  open?: Comparison;
  cost?: Readonly<Record<System, Cost>>;
  start?: StartUp;
  memory?: MemoryUse;
  scale?: Scale;
}
