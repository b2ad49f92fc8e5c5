import type { Admin } from 'kafkajs';

import type { KafkaAdmin } from './kafka-admin.js';

/** Where a group stands in one partition, and what the broker still has of it. */
export interface PartitionOffsets {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the oldest message that is kept. */
  readonly first: number;
  /** After the last message. */
  readonly end: number;
  /** The next message to be handled; undefined when the group never said. */
  readonly committed: number | undefined;
}

export interface Group {
  readonly group: string;
  readonly topics: readonly string[];
}

/** Asks the broker where groups stand. Each topic is asked for once, however many groups read it. */
export class GroupOffsets {
  constructor(private readonly admin: KafkaAdmin) {}

  /** By group. @throws BrokerUnreachableError */
  async read(groups: readonly Group[]): Promise<ReadonlyMap<string, readonly PartitionOffsets[]>> {
    return this.admin.use('tell the offsets of groups', async (admin) => {
      // Ends first: what is handled while we ask then counts as handled, never as more than there is.
      const topics = new Set(groups.flatMap((group) => group.topics));
      const ends = new Map(
        await Promise.all(
          [...topics].map(async (topic) => [topic, await admin.fetchTopicOffsets(topic)] as const),
        ),
      );
      const read = groups.map(
        async ({ group, topics }) => [group, await this.ofGroup(admin, group, topics, ends)] as const,
      );
      return new Map(await Promise.all(read));
    });
  }

  private async ofGroup(
    admin: Admin,
    groupId: string,
    topics: readonly string[],
    ends: ReadonlyMap<string, Awaited<ReturnType<Admin['fetchTopicOffsets']>>>,
  ): Promise<PartitionOffsets[]> {
    const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
    const byName = new Map(
      committed.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => [`${topic}/${partition}`, Number(offset)] as const),
      ),
    );
    return topics.flatMap((topic) =>
      (ends.get(topic) ?? []).map(({ partition, low, high }) => {
        const offset = byName.get(`${topic}/${partition}`) ?? -1;
        return {
          topic,
          partition,
          first: Number(low),
          end: Number(high),
          committed: offset < 0 ? undefined : offset,
        };
      }),
    );
  }
}

/** Messages between a group's position and the end; those that the broker has forgotten count as long as they are not handled. */
export function messagesBehind({ first, end, committed }: PartitionOffsets): number {
  return Math.max(0, end - (committed ?? first));
}

/** What keeps a group from going on at `position`, as one clause; undefined when nothing does. */
export function outOfRange(
  { first, end }: PartitionOffsets,
  position: number | undefined,
): string | undefined {
  if (position === undefined)
    return first > 0
      ? `it has no position, and the broker has forgotten the first ${first} messages`
      : undefined;
  if (position < first)
    return `it stands at ${position}, and the broker has forgotten what is before ${first}`;
  if (position > end) return `it stands at ${position}, and the broker's log ends at ${end}`;
  return undefined;
}
