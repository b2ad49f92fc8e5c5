export { type EventLogUnderTest, eventLogContract } from './event-log.contract.js';
export { MessagingHarness } from './messaging-harness.js';
export { waitUntil } from './wait-until.js';
