export type { AggregateKind, SnapshotPolicy } from './aggregate-kind.js';
export { AggregateStreams, type Until } from './aggregate-streams.js';
export { EventSourcingModule, type EventSourcingOptions } from './nest/event-sourcing.module.js';
export { projectionGauge, Projectors } from './nest/projectors.js';
export { CreateSnapshots1767000000300 } from './create-snapshots.migration.js';
export { CreateProjections1767000000310 } from './projection/create-projections.migration.js';
export type { GenerationProgress, Projection } from './projection/projection.js';
export { type ProjectionProgress, Projector, type ProjectorPolicy } from './projection/projector.js';
export type { HistoricEvent } from './stream-rows.js';
