import type { AggregateRoot } from '@platform/domain';

/** When a snapshot is taken, and whether one that was taken earlier still fits. */
export interface SnapshotPolicy {
  /** Events between two snapshots of a stream. */
  readonly every: number;
  /** Raised when the shape of the state changes: snapshots of another version are passed over and taken anew. */
  readonly stateVersion: number;
}

/** How aggregates of one kind are kept as streams. */
export interface AggregateKind<
  State,
  Event extends { readonly type: string },
  Root extends AggregateRoot<State, Event>,
> {
  /** `order` for streams named `order-<id>`. */
  readonly stream: string;
  /** One that nothing has happened to, or as it was when a snapshot was taken. */
  readonly revive: (id: string, snapshot?: { readonly state: State; readonly version: number }) => Root;
  readonly snapshots: SnapshotPolicy;
}
