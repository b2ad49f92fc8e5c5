import { NoCrashPoints } from '@platform/persistence';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';

import type { ArchivePage, EventArchive, IncompleteStream, Published } from '../../archive/event-archive.js';
import { encode, type EncodedMessage } from '../../envelope/cloud-events.js';
import { waitUntil } from '../../testing/wait-until.js';
import { Membership } from './membership.js';
import { PartitionWorker } from './partition-worker.js';
import { Refill, type RefillContext } from './refill.js';

const NOBODY = { name: 'desk.reader', module: 'desk', handlers: new Map() };

const event = (streamId: string, streamVersion: number): EncodedMessage =>
  encode({
    ...{ id: `${streamId}-${streamVersion}`, type: 'shop.priced', schemaVersion: 1, sourceModule: 'shop' },
    ...{ channel: 'events', streamId, streamVersion, data: '{}', correlationId: 'c' },
    time: '2026-01-02T00:00:00.000Z',
  });
const lacking = (streamId: string, from: number, to: number): IncompleteStream => ({
  streamId,
  missing: [{ from, to }],
});

/** An archive that answers as it is told, and a worker of the topic's only partition. */
function start(context: Partial<RefillContext> = {}) {
  const asked: (Published | undefined)[] = [];
  const brought: string[] = [];
  const marks = new Map<string, number>();
  const answers: {
    first: number;
    incomplete: (signal?: AbortSignal) => Promise<readonly IncompleteStream[]>;
    page: () => ArchivePage;
  } = {
    first: 0,
    incomplete: () => Promise.resolve([]),
    page: () => ({ items: [], incomplete: [] }),
  };
  const archive: EventArchive = {
    incomplete: (_module, published, signal) => {
      asked.push(published);
      return answers.incomplete(signal);
    },
    events: () => Promise.resolve(answers.page()),
  };
  const membership = new Membership(60_000);
  membership.confirmed(true);
  const worker = new PartitionWorker(
    't',
    0,
    {
      open: () => Promise.resolve(),
      deliver: (messages) => {
        for (const { key, headers } of messages) {
          const version = Number(headers['ce_streamversion']);
          brought.push(`${key} ${version}`);
          marks.set(key, version);
        }
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    },
    {
      ...{ membership, types: 'all', retryMs: { first: 1, longest: 2 } },
      ...{ hold: () => undefined, handled: () => undefined, gap: () => undefined },
      opening: () => Promise.resolve(),
    },
    Promise.resolve(),
  );
  const refill = new Refill(worker, {
    ...{ archive, module: 'shop', subscriber: { consumer: NOBODY, types: 'all' }, isAnew: true },
    marks: () => Promise.resolve(marks),
    marksPurged: () => Promise.resolve(undefined),
    crashPoints: new NoCrashPoints(),
    offsets: () =>
      Promise.resolve([{ topic: 't', partition: 0, first: answers.first, end: 100, committed: 0 }]),
    ...context,
  });
  return { refill, worker, answers, asked, brought, marks };
}

describe('a refill', () => {
  let warnings: jest.Spied<Logger['warn']>;
  beforeEach(() => {
    warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => warnings.mockRestore());

  it('waits for what the archive lacked when it was first asked, whatever it begins to lack meanwhile', async () => {
    const { refill, answers, asked, brought } = start();
    answers.incomplete = () => Promise.resolve([lacking('a', 2, 2)]);
    answers.page = () => ({
      items: [event('a', 1), event('a', 2), event('b', 1), event('b', 3)],
      incomplete: [lacking('b', 2, 2)],
    });
    const done = refill.run();
    await waitUntil('it has asked again', () => asked.length > 1);
    expect(brought).toEqual([]);
    // There is always something that is on its way: of traffic that the broker brings.
    let n = 5;
    answers.incomplete = () => Promise.resolve([lacking('a', (n += 1), n), lacking('b', 2, 2)]);
    expect(await done).toBe(0);
    expect(brought).toEqual(['a 1', 'a 2', 'b 1']);
    expect(new Set(asked.map((each) => each?.refill)).size).toBe(1);
  });

  it('stays where it is as long as a gap stays, and names it', async () => {
    const { refill, worker, answers, asked, brought } = start();
    answers.incomplete = () => Promise.resolve([lacking('a', 2, 4)]);
    const done = refill.run();
    await waitUntil('it has asked again', () => asked.length > 2);
    expect(worker.lacking).toEqual({
      state: 'waiting',
      reason: 'the Event Store itself lacks versions of 1 streams: a 2–4',
    });
    await worker.revoke();
    expect(await done).toBeUndefined();
    expect(brought).toEqual([]);
  });

  it('does not wait for what its consumer is past', async () => {
    const { refill, answers, marks } = start();
    marks.set('a', 4);
    answers.incomplete = () => Promise.resolve([lacking('a', 2, 4)]);
    expect(await refill.run()).toBe(0);
  });

  it('begins again, after a pause and with another comparison, when the broker has forgotten more meanwhile', async () => {
    const { refill, answers, asked } = start();
    answers.page = () => {
      if (asked.length === 1) answers.first = 10;
      return { items: [], incomplete: [] };
    };
    expect(await refill.run()).toBe(10);
    expect(new Set(asked.map((each) => each?.refill)).size).toBe(2);
    expect(warnings).toHaveBeenCalledWith(expect.stringContaining('the broker has forgotten more meanwhile'));
  });

  it('ends with its worker, whatever the archive is at', async () => {
    const { refill, worker, answers, asked } = start();
    answers.incomplete = (signal) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    const done = worker.catchUp(() => refill.run());
    await waitUntil('it has asked', () => asked.length === 1);
    await worker.revoke();
    expect(await done).toBeUndefined();
  });

  it('brings nothing that may have been handled before marks were removed, and says so', async () => {
    const { refill, worker, answers, marks, brought } = start({
      marksPurged: () => Promise.resolve(new Date('2026-01-03')),
    });
    marks.set('known', 1);
    answers.page = () => ({ items: [event('known', 2), event('unknown', 1)], incomplete: [] });
    const done = refill.run();
    await waitUntil('it waits', () => worker.lacking?.state === 'waiting');
    expect(worker.lacking).toMatchObject({
      reason: expect.stringContaining('whether "unknown" was handled'),
    });
    await worker.revoke();
    await done;
    expect(brought).toEqual([]);
  });
});
