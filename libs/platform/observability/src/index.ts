export { componentLogger, createLogger, loggerOptionsFrom } from './logger.js';
export type { Logger, LoggerOptions } from './logger.js';
export { collectProcessMetrics, counter, gauge, histogram, metrics } from './metrics.js';
export { currentContext, runInContext } from './work-context.js';
export type { WorkContext } from './work-context.js';
export { isTraceparent } from './traceparent.js';
export { type Backlog, registerBacklog, unfinishedWork } from './unfinished-work.js';
export { sharedReading } from './shared-reading.js';
