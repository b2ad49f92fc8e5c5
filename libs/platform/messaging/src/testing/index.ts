export { type EventLogUnderTest, eventLogContract } from './event-log.contract.js';
export { MessagingHarness } from './messaging-harness.js';
export { waitUntil } from './wait-until.js';
export { type LogStress, type ReaderVerdict, stressLog } from './log-stress.js';
export { PositionCursorReader, type Seen, type StressReader, TransactionIdReader } from './naive-readers.js';
export { transportContract } from './transport.contract.js';
