export { CrashPoints, NoCrashPoints } from './crash-points.js';
export type { PoolUse } from './database.js';
export { Databases } from './databases.js';
export {
  codeOf,
  ConcurrentChangeError,
  isInfrastructureError,
  isRetryable,
  OutsideUnitOfWorkError,
  PlacementRightsError,
  UnreachableDatabaseError,
  UnitOfWorkMisuseError,
} from './errors.js';
export { insertNew } from './insert-new.js';
export { type MigrationClass, type ModuleTables, registerModule, schemaOf } from './module-registry.js';
export { PersistenceModule } from './persistence.module.js';
export {
  type DatabasePlacement,
  type ModulePlacement,
  type Persistence,
  type Placement,
  roleOf,
} from './placement.js';
export { purgeRows, type RowsToPurge } from './purge-rows.js';
export { type Flush, UnitOfWork, type UnitOptions, type Verify } from './unit-of-work.js';
