export { type Adapters, startEventStore } from './start-event-store.js';
