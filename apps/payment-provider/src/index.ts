export { createProvider } from './provider.js';
export { GOOD_BEHAVIOUR, type Behaviour } from './behaviour.js';
export type { ChargeRequest, RefundRequest } from './acquirer.js';
export type { LedgerEntry } from './ledger.js';
