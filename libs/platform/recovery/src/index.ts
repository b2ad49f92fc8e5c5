export { type PartView, Recovery, type RecoveryView, type Stage } from './recovery.js';
export { recoveryLimitMs, RecoveryModule, type RecoveryOptions } from './recovery.module.js';
export type { Unfinished } from './unfinished.js';
