export { runService } from './run-service.js';
export { type Adapters, startService } from './start-service.js';
