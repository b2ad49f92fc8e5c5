import type { UnitOfWork } from '@platform/persistence';

import { BatchHandler } from '../delivery/batch-handler.js';
import type { Consumer } from '../delivery/consumer.js';
import { DeliveryLane } from '../delivery/delivery-lane.js';
import type { DeliveryPolicy } from '../delivery/delivery-policy.js';
import { InFlightMarker } from '../delivery/in-flight-marker.js';
import { lackIsOver, type LaneHistory, lanesOpened, noteLack } from '../delivery/lacking-lanes.js';
import { marksPurged } from '../delivery/purge-inbox.js';
import type { SuspectTurns } from '../delivery/suspect-turns.js';
import { definitionOf } from '../envelope/define-message.js';
import type { LogPolicy } from '../log/log-policy.js';
import { RestoredLanes } from '../restored/restored-lanes.js';
import type { Lane, Subscriber } from '../transport/transport.js';

/** A consumer of this process with the unit of work of its module. */
export class ModuleSubscriber implements Subscriber {
  readonly types: ReadonlySet<string>;
  private readonly eventSources: ReadonlySet<string>;
  /** By name. A lane that ended and is opened again has not forgotten which messages it suspects. */
  private readonly lanes = new Map<string, DeliveryLane>();
  private readonly takesCommandsOrReplies: boolean;
  private readonly batches: BatchHandler;
  readonly restored: RestoredLanes;

  constructor(
    readonly consumer: Consumer,
    private readonly unit: UnitOfWork,
    policy: DeliveryPolicy,
    private readonly run: string,
    suspectTurns?: SuspectTurns,
    logPolicy?: LogPolicy,
  ) {
    const definitions = [...consumer.handlers.keys()].map(definitionOf);
    this.batches = new BatchHandler(consumer, unit, policy, suspectTurns, logPolicy);
    this.restored = new RestoredLanes(unit, consumer.name);
    this.types = new Set(consumer.handlers.keys());
    this.eventSources = new Set(
      definitions.filter(({ channel }) => channel === 'events').map(({ module }) => module),
    );
    this.takesCommandsOrReplies = definitions.some(({ channel }) => channel !== 'events');
  }

  /** Events come from their type's module; commands and replies may come from any that the consumer does not rule out. */
  listensTo(sourceModule: string): boolean {
    if (this.eventSources.has(sourceModule)) return true;
    return this.takesCommandsOrReplies && this.consumer.senders?.has(sourceModule) !== false;
  }

  lane(name: string): Lane {
    const known = this.lanes.get(name);
    if (known) return known;
    const marker = new InFlightMarker(this.unit, this.consumer.name, name, this.run);
    const lane = new DeliveryLane(this.batches, marker);
    this.lanes.set(name, lane);
    return lane;
  }

  marks(sourceModule: string, streamIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.batches.inbox.marksOf(sourceModule, streamIds);
  }

  marksPurged(sourceModule: string): Promise<Date | undefined> {
    return marksPurged(this.unit, this.consumer.name, sourceModule);
  }

  opened(lanes: readonly string[]): Promise<ReadonlyMap<string, LaneHistory>> {
    return lanesOpened(this.unit, this.consumer.name, lanes);
  }

  noteLack(lane: string): Promise<string> {
    return noteLack(this.unit, this.consumer.name, lane);
  }

  lackIsOver(lane: string, lack: string): Promise<void> {
    return lackIsOver(this.unit, this.consumer.name, lane, lack);
  }

  /** How long its slowest lane has been trying the same message in vain. */
  get stalledSeconds(): number {
    return Math.max(0, ...[...this.lanes.values()].map((lane) => lane.stalledSeconds));
  }

  /** Messages that were delivered to this process and are neither handled nor parked yet. */
  get pending(): number {
    return [...this.lanes.values()].reduce((sum, lane) => sum + lane.pending, 0);
  }
}
