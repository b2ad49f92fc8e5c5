export type { AggregateKind, SnapshotPolicy } from './aggregate-kind.js';
export { AggregateStreams, type Until } from './aggregate-streams.js';
export { CreateSnapshots1767000000300 } from './create-snapshots.migration.js';
export type { HistoricEvent } from './stream-rows.js';
