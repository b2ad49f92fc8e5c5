import { NoCrashPoints } from '@platform/persistence';

import type { EventArchive } from '../../archive/event-archive.js';
import { encode } from '../../envelope/cloud-events.js';
import { Assignment } from './assignment.js';
import type { AssignmentContext } from './assignment-context.js';
import { Membership } from './membership.js';
import { OffsetCommitter } from './offset-committer.js';
import { TopicNames } from './topic-names.js';

export const EVENTS = { topic: 'd.shop.events', partition: 0 };

/** What a partition comes to be assigned amid. May be changed while it is. */
export interface Scene {
  readonly topic?: string;
  readonly first: number;
  readonly end: number;
  /** Where its group stands, if it does. */
  readonly committed?: number;
  readonly archive?: boolean;
  /** What the consumer knows of the lane, if it was ever opened. */
  readonly history?: { readonly lacks?: boolean };
  /** Its module was restored. */
  readonly setBack?: boolean;
  readonly caughtUp?: () => Promise<unknown>;
  /** The consumer answers after this, the broker after that. */
  readonly consulted?: Promise<unknown>;
  read?: Promise<unknown>;
  /** Its records are for its consumer. */
  readonly wanted?: boolean;
  /** The broker does not know the partition. */
  unknown?: boolean;
}

/** One partition, assigned, with everything around it noted down. */
export function assigned(scene: Scene) {
  const { topic = EVENTS.topic, history, first } = scene;
  const notes: string[] = [];
  const archiveAsked: (number | undefined)[] = [];
  const seeks: number[] = [];
  const committed: number[] = [];
  const reads = { count: 0 };
  const sending: { now: boolean; until?: PromiseWithResolvers<undefined> } = { now: false };
  const membership = new Membership(60_000);
  membership.confirmed(true);
  const archive: EventArchive = {
    incomplete: (_module, published) => {
      notes.push('archive asked');
      archiveAsked.push(published?.before);
      return Promise.resolve([]);
    },
    events: () => Promise.resolve({ items: [], incomplete: [] }),
  };
  const committer: OffsetCommitter = new OffsetCommitter(
    async (positions) => {
      sending.now = true;
      await sending.until?.promise;
      committed.push(...positions.map(({ next }) => next));
    },
    () => true,
    (position) => assignment.includes(position),
    new NoCrashPoints(),
  );
  const context: AssignmentContext = {
    consumer: {
      pause: () => undefined,
      resume: () => undefined,
      seek: ({ offset }) => void seeks.push(Number(offset)),
    },
    ...{ membership, committer, retryMs: { first: 1, longest: 2 }, crashPoints: new NoCrashPoints() },
    group: { group: 'd.desk.reader', topics: [topic] },
    names: new TopicNames('d'),
    offsets: {
      read: async () => {
        reads.count += 1;
        const { committed: stood, end, unknown } = scene;
        await scene.read;
        const offsets = unknown ? [] : [{ topic, partition: 0, first, end, committed: stood }];
        return new Map([['d.desk.reader', offsets]]);
      },
    },
    subscriber: {
      consumer: { name: 'desk.reader', module: 'desk', handlers: new Map() },
      types: new Set(['shop.priced']),
      listensTo: () => true,
      lane: () => ({
        open: () => Promise.resolve(),
        deliver: () => Promise.resolve(),
        close: () => Promise.resolve(),
      }),
      marks: () => Promise.resolve(new Map()),
      marksPurged: () => Promise.resolve(undefined),
      opened: (lanes) =>
        Promise.resolve(
          new Map(history ? lanes.map((lane) => [lane, { lacks: history.lacks ?? false }] as const) : []),
        ),
      noteLack: () => (notes.push('lack noted'), Promise.resolve('lack')),
      lackIsOver: () => (notes.push('lack over'), Promise.resolve()),
      restored: {
        lacks: async () => {
          await scene.consulted;
          return scene.setBack ?? false;
        },
        caughtUp: async () => {
          await scene.caughtUp?.();
          notes.push('caught up');
        },
      },
    },
    archive: scene.archive ? archive : undefined,
  };
  const assignment = new Assignment(context);
  assignment.replace([{ topic, partition: 0 }]);
  const [worker] = assignment.workers;
  if (!worker) throw new Error('Nothing was assigned.');
  return {
    ...{ assignment, worker, committer, committed, archiveAsked, seeks, notes, reads, sending },
    /** Hands it so many records, that are not for its consumer unless they are {@link Scene.wanted}. */
    pass: (count: number) =>
      assignment.accept(
        { topic, partition: 0 },
        records(count, scene.wanted ? 'shop.priced' : 'shop.closed'),
      ),
  };
}

function records(count: number, type: string) {
  return Array.from({ length: count }, (_, offset) => {
    const { key, headers, value } = encode({
      ...{
        id: String(offset),
        type,
        schemaVersion: 1,
        sourceModule: 'shop',
        channel: 'events',
      },
      ...{ streamId: 's', streamVersion: offset + 1, data: '{}', correlationId: 'c' },
      time: '2026-01-01T00:00:00.000Z',
    });
    const record = { offset: String(offset), timestamp: '0', attributes: 0, headers };
    return { ...record, key: Buffer.from(key), value: Buffer.from(value) };
  });
}
