import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import {
  decodeEnvelope,
  encode,
  type EncodedMessage,
  type EventArchive,
  LogReader,
  MESSAGING_MIGRATIONS,
  RestoredLog,
} from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import { CreateSnapshots1767000000300 } from '../create-snapshots.migration.js';
import { Counted } from '../tally.fixture.js';
import { LogRefillError } from './errors.js';
import { LogRefill } from './log-refill.js';

registerModule('tally', {
  migrations: [...MESSAGING_MIGRATIONS, CreateSnapshots1767000000300],
});

const PAGE = 4;

/** Keeps what it was given, and answers in pages of four. */
class FakeArchive implements EventArchive {
  kept: EncodedMessage[] = [];
  /** How many questions it answers before it is away for one. */
  answers = Number.MAX_SAFE_INTEGER;
  whenAway: () => void = () => undefined;

  incomplete(): Promise<[]> {
    return Promise.resolve([]);
  }

  events(...[, , after]: Parameters<EventArchive['events']>): ReturnType<EventArchive['events']> {
    this.answers -= 1;
    if (this.answers === -1) {
      this.whenAway();
      return Promise.reject(new Error('away'));
    }
    const from = after
      ? 1 +
        this.kept.findIndex((message) => {
          const { streamId, streamVersion } = decodeEnvelope(message);
          return streamId === after.streamId && streamVersion === after.version;
        })
      : 0;
    const items = this.kept.slice(from, from + PAGE);
    const last = items.at(-1) && decodeEnvelope(items.at(-1) as EncodedMessage);
    const next =
      items.length === PAGE && last ? { streamId: last.streamId, version: last.streamVersion } : undefined;
    return Promise.resolve({ items, incomplete: [], next });
  }
}

describe('a log that was set back', () => {
  let databases: Databases;
  let unit: UnitOfWork;
  let close: () => Promise<void>;
  let archive: FakeArchive;
  let rebuilt: number;
  let ids: string[];
  const refill = () =>
    new LogRefill(unit, {
      rebuild: () => {
        rebuilt += 1;
        return Promise.resolve();
      },
    });

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['tally']));
    unit = databases.unitOfWork('tally');
  });
  afterAll(() => close());
  beforeEach(async () => {
    archive = new FakeArchive();
    rebuilt = 0;
    await unit.run(() => unit.query('TRUNCATE tally.event, tally.stream_head'));
    await unit.run(() => unit.query('UPDATE tally.log_base SET restored_at = NULL'));
    ids = Array.from({ length: 3 }, () => `tally-${newId()}`).sort();
    for (const id of ids) await record(id, 5);
    archive.kept = await recorded();
  });

  const record = (id: string, count: number) =>
    unit.run(() => {
      new MessagingHarness(databases, ['tally']).log('tally').append(
        id,
        Array.from({ length: count }, (_, by) => ({ type: Counted.type, data: { by, who: 'Anna' } })),
      );
      return Promise.resolve();
    });
  async function recorded(): Promise<EncodedMessage[]> {
    const found = ids.map((id) => unit.read(() => new LogReader(unit).stream(id, 1, 100, 100)));
    return (await Promise.all(found)).flat().map(encode);
  }
  /** As after a restore: what came after version `to` is not there, and the cluster is another one. */
  async function setBack(to: number): Promise<void> {
    await unit.run(async () => {
      await unit.query('DELETE FROM tally.event WHERE version > $1', [to]);
      await unit.query('UPDATE tally.stream_head SET version = $1', [to]);
      if (to === 0) await unit.query('DELETE FROM tally.stream_head');
      await unit.query(`UPDATE tally.log_base SET system_identifier = 1, server_started_at = '2020-01-01'`);
    });
  }

  it('has what it had when it is done, and asks nobody when it was not set back', async () => {
    expect(await refill().untilDone(archive)).toBeUndefined();
    expect(rebuilt).toBe(0);
    for (const [to, lost] of [
      [3, 6],
      [0, 15],
      [5, 0],
    ] as const) {
      await setBack(to);
      expect(await refill().untilDone(archive)).toEqual({ module: 'tally', events: lost });
      expect(await recorded()).toEqual(archive.kept);
    }
    expect(rebuilt).toBe(3);
    expect(await refill().isDue()).toBe(false);
    await record(ids[0] ?? '', 1);
    expect(await recorded()).toHaveLength(16);
  });

  it('goes on where it was when the archive goes away on the way, and stays due meanwhile', async () => {
    await setBack(1);
    archive.answers = 2;
    const stopping = new AbortController();
    archive.whenAway = () => stopping.abort();
    await expect(refill().untilDone(archive, { signal: stopping.signal })).rejects.toThrow('aborted');
    expect(await refill().isDue()).toBe(true);
    const half = await recorded();
    expect(half.length).toBeGreaterThan(3);
    expect(half.length).toBeLessThan(archive.kept.length);
    archive.answers = Number.MAX_SAFE_INTEGER;
    expect(await refill().untilDone(archive)).toEqual({ module: 'tally', events: 15 - half.length });
    expect(await recorded()).toEqual(archive.kept);
  });

  it('is not touched any more by a process that stood still until another one took over', async () => {
    await setBack(2);
    const [stoodStill, goesOn] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const stopping = new AbortController();
    let slices = 0;
    const slow = new LogRefill(unit, {
      rebuild: async (mayGoOn) => {
        stoodStill.resolve(undefined);
        await goesOn.promise;
        stopping.abort();
        await unit.run(async () => {
          await mayGoOn?.();
          slices += 1;
        });
      },
    });
    const ended = slow.untilDone(archive, { signal: stopping.signal });
    await stoodStill.promise;
    await unit.run(() => unit.query(`UPDATE tally.log_base SET claimed_until = '-infinity'`));
    expect(await refill().untilDone(archive)).toEqual({ module: 'tally', events: 0 });
    goesOn.resolve(undefined);
    await expect(ended).rejects.toThrow('aborted');
    expect([rebuilt, slices]).toEqual([1, 0]);
    expect(await refill().isDue()).toBe(false);
  });

  it('is refilled once by however many processes', async () => {
    await setBack(2);
    const done = await Promise.all([1, 2, 3].map(() => refill().untilDone(archive)));
    expect(done.filter((each) => each !== undefined)).toEqual([{ module: 'tally', events: 9 }]);
    expect(rebuilt).toBe(1);
    expect(await recorded()).toEqual(archive.kept);
  });

  it('is left alone when it has gone on otherwise, or the archive has a gap', async () => {
    await setBack(3);
    await record(ids[1] ?? '', 1);
    await new RestoredLog(unit).note();
    await expect(refill().untilDone(archive)).rejects.toThrow(LogRefillError);
    await expect(refill().untilDone(archive)).rejects.toThrow(/another event than the archived one/);
    await setBack(3);
    archive.kept = archive.kept.filter((message) => decodeEnvelope(message).streamVersion !== 4);
    await expect(refill().untilDone(archive)).rejects.toThrow(/lacks version 4/);
    expect(await refill().isDue()).toBe(true);
  });
});
