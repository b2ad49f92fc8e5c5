export { runService } from './run-service.js';
export { type Adapters, startService } from './start-service.js';
export { compareLogs, settleLogs } from './restored/recover-tasks.js';
export { makeTables, settleTables } from './tables/tables-tasks.js';
