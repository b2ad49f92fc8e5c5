/** What is stored, past the API or through it, and the invariants of a marketplace that is quiet. */
export { Databases, type SchemaReader } from './databases.js';
export { type Attempt } from './invariants/atomicity.js';
export { noWitness, violationsOf, type Witness } from './invariants/check.js';
export { databaseSnapshot, type LedgerReader } from './invariants/database-snapshot.js';
export { dashboardsAddUp } from './invariants/followers.js';
export { type Inboxes, inboxesMatchLogs } from './invariants/inbox.js';
export { logViolations } from './invariants/log-statements.js';
export { type KnownPrice } from './invariants/prices.js';
export { projectionViolations } from './invariants/projections.js';
export { type Cast, type RestReader, restSnapshot } from './invariants/rest-snapshot.js';
export type { Snapshot, Violation } from './invariants/snapshot.js';
export { stockNeverNegative } from './invariants/stock.js';
export * from './resources.js';
export * from './stored/index.js';
