import type { CrashPoints } from '@platform/persistence';

import type { EventArchive } from '../../archive/event-archive.js';
import type { Subscriber } from '../transport.js';
import type { Group, GroupOffsets } from './group-offsets.js';
import type { Membership } from './membership.js';
import type { OffsetCommitter } from './offset-committer.js';
import type { PartitionWorker, RetryMs } from './partition-worker.js';
import type { Steering } from './steering.js';
import type { TopicNames } from './topic-names.js';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** What one consumer's partitions have around them in one session. */
export interface AssignmentContext {
  readonly consumer: Steering;
  readonly membership: Membership;
  readonly committer: OffsetCommitter;
  readonly offsets: Pick<GroupOffsets, 'read'>;
  readonly group: Group;
  readonly subscriber: Subscriber;
  readonly retryMs: RetryMs;
  readonly names: TopicNames;
  readonly crashPoints: CrashPoints;
  /** Where events are kept that the broker has forgotten, if there is one. */
  readonly archive?: EventArchive | undefined;
}

/** The same for what acts on single partitions. */
export interface PartitionContext extends AssignmentContext {
  /** The session ends: nothing is asked and nothing begun any more. */
  readonly isOver: () => boolean;
}

/** Elsewhere than its group says. What it has in hand precedes it. */
export function goOnAt(
  { consumer, committer }: PartitionContext,
  worker: PartitionWorker,
  offset: number,
  committed?: () => void,
): void {
  const { topic, partition } = worker;
  consumer.seek({ topic, partition, offset: String(offset) });
  worker.begin(offset);
  committer.mark({ topic, partition, next: offset }, committed);
}
