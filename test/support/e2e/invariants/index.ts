export type { Attempt } from './atomicity.js';
export { noWitness, violationsOf, type Witness } from './check.js';
export { databaseSnapshot, readStock } from './database-snapshot.js';
export { logViolations } from './log-statements.js';
export type { KnownPrice } from './prices.js';
export { type Cast, restSnapshot } from './rest-snapshot.js';
export type { Snapshot, Violation } from './snapshot.js';
export { stockNeverNegative } from './stock.js';
