export { EmbeddedDatabaseError } from './embedded-database-error.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions, type UnexpectedExit } from './embedded-postgres.js';
export { startTimeOf, waitUntilGone } from './process-inspection.js';
