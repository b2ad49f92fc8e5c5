import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { MESSAGING_MIGRATIONS } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import { AggregateStreams } from './aggregate-streams.js';
import { CreateSnapshots1767000000300 } from './create-snapshots.migration.js';
import { Tally, type TallyEvent, type TallyState } from './tally.fixture.js';

registerModule('tally', { migrations: [...MESSAGING_MIGRATIONS, CreateSnapshots1767000000300] });

describe('aggregates kept as streams', () => {
  let databases: Databases;
  let unit: UnitOfWork;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['tally']));
    unit = databases.unitOfWork('tally');
  });
  afterAll(() => close());

  const streams = ({ every = 1_000, stateVersion = 1 } = {}) =>
    new AggregateStreams<TallyState, TallyEvent, Tally>(
      unit,
      new MessagingHarness(databases, ['tally']).log('tally'),
      {
        stream: 'tally',
        revive: (id, snapshot) => new Tally(id, snapshot?.state, snapshot?.version),
        snapshots: { every, stateVersion },
      },
    );
  const found = async (tallies: ReturnType<typeof streams>, id: string) =>
    (await unit.read(() => tallies.find([id]))).get(id);
  const counted = async (tallies: ReturnType<typeof streams>, id: string, times: number) => {
    for (let n = 1; n <= times; n += 1)
      await unit.run(async () => {
        const tally = (await tallies.load([id])).get(id) ?? new Tally(id);
        tally.count(n, `number ${n}`);
        tallies.save(tally);
      });
  };
  const snapshots = () =>
    unit.read(() =>
      unit.query<{ stream: string; version: number; sum: number }>(
        `SELECT stream_id AS stream, version, (state ->> 'sum')::int AS sum FROM tally.snapshot`,
      ),
    );

  it('are what their events make of them, and nothing where there is none', async () => {
    const [tallies, id] = [streams(), newId()];
    expect(await found(tallies, id)).toBeUndefined();
    await counted(tallies, id, 3);
    const tally = await found(tallies, id);
    expect([tally?.version, tally?.state]).toEqual([3, { sum: 6, last: 'number 3', isClosed: false }]);
    expect(tally?.pullEvents()).toEqual([]);
  });

  it('are many at once, by their ids, without those that are not there', async () => {
    const [tallies, ids] = [streams(), [newId(), newId(), newId()]];
    await counted(tallies, ids[0] ?? '', 1);
    await counted(tallies, ids[2] ?? '', 2);
    const loaded = await unit.run(() => tallies.load(ids));
    expect(ids.map((id) => loaded.get(id)?.state.sum)).toEqual([1, undefined, 3]);
  });

  it('leave nothing of a unit that fails', async () => {
    const [tallies, id] = [streams({ every: 1 }), newId()];
    const failing = unit.run(() => {
      const tally = new Tally(id);
      tally.count(1, 'nobody');
      tallies.save(tally);
      return Promise.reject(new Error('changed my mind'));
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await found(tallies, id)).toBeUndefined();
    expect((await snapshots()).filter(({ stream }) => stream.endsWith(id))).toEqual([]);
  });

  it('are changed by one unit at a time: others wait, and begin again only where there was nothing to wait at', async () => {
    const [tallies, id] = [streams(), newId()];
    let runs = 0;
    const change = () =>
      unit.run(async () => {
        runs += 1;
        const tally = (await tallies.load([id])).get(id) ?? new Tally(id);
        tally.count(1, 'one of many');
        tallies.save(tally);
      });
    await Promise.all([change(), change(), change(), change()]);
    expect((await found(tallies, id))?.state.sum).toBe(4);
    runs = 0;
    await Promise.all([change(), change(), change(), change()]);
    expect((await found(tallies, id))?.state.sum).toBe(8);
    expect(runs).toBe(4);
  });

  it('are loaded with what their own unit has recorded already, and without what it has undone', async () => {
    const [tallies, id] = [streams({ every: 2 }), newId()];
    const count = async (by: number) => {
      const tally = (await tallies.load([id])).get(id) ?? new Tally(id);
      tally.count(by, `number ${by}`);
      tallies.save(tally);
    };
    await unit.run(async () => {
      await count(1);
      await count(2);
      const undone = unit.savepoint(async () => {
        await count(100);
        throw new Error('changed my mind');
      });
      await expect(undone).rejects.toThrow('changed my mind');
      await count(3);
      expect((await tallies.find([id])).get(id)?.state.sum).toBe(6);
    });
    const tally = await found(tallies, id);
    expect([tally?.version, tally?.state.sum]).toEqual([3, 6]);
    const own = (await snapshots()).filter(({ stream }) => stream === `tally-${id}`);
    expect(own).toEqual([{ stream: `tally-${id}`, version: 2, sum: 3 }]);
  });

  it('begin from their latest snapshot, and come to the same', async () => {
    const [tallies, id] = [streams({ every: 5 }), newId()];
    await counted(tallies, id, 12);
    const own = (await snapshots()).filter(({ stream }) => stream === `tally-${id}`);
    expect(own).toEqual([{ stream: `tally-${id}`, version: 10, sum: 55 }]);
    const withIt = await found(tallies, id);
    await unit.run(() => unit.query('UPDATE tally.snapshot SET state_version = 99'));
    const without = await found(tallies, id);
    expect([withIt?.version, withIt?.state]).toEqual([without?.version, without?.state]);
    expect(withIt?.state.sum).toBe(78);
  });

  it('pass over snapshots of another shape, and take them anew', async () => {
    const id = newId();
    await counted(streams({ every: 2 }), id, 2);
    await unit.run(() =>
      unit.query(`UPDATE tally.snapshot SET state = '{"total": 3}' WHERE stream_id = $1`, [`tally-${id}`]),
    );
    const renamed = streams({ every: 2, stateVersion: 2 });
    expect((await found(renamed, id))?.state.sum).toBe(3);
    await counted(renamed, id, 2);
    expect((await snapshots()).find(({ stream }) => stream.endsWith(id))).toMatchObject({
      version: 4,
      sum: 6,
    });
  });

  it('are read as they were at a version, and at a time', async () => {
    const [tallies, id] = [streams({ every: 2 }), newId()];
    await counted(tallies, id, 5);
    const at = (version: number) => unit.read(() => tallies.asOf(id, { version }));
    expect([(await at(3))?.state.sum, (await at(3))?.version, await at(0)]).toEqual([6, 3, undefined]);
    const history = await unit.read(() => tallies.history(id));
    expect(history.map(({ version, data }) => [version, (data as { by: number }).by])).toEqual(
      [1, 2, 3, 4, 5].map((n) => [n, n]),
    );
    const second = history[1]?.at ?? '';
    const then = await unit.read(() => tallies.asOf(id, { time: new Date(Date.parse(second) + 1) }));
    expect(then?.version).toBeGreaterThanOrEqual(2);
    expect(await unit.read(() => tallies.asOf(id, { time: new Date(0) }))).toBeUndefined();
  });

  it('read what an earlier version of the program recorded', async () => {
    const [tallies, id] = [streams(), newId()];
    await counted(tallies, id, 1);
    await unit.run(() =>
      unit.query(
        `UPDATE tally.event SET schema_version = 1, data = '{"by": 40}' WHERE stream_id = $1 AND version = 1`,
        [`tally-${id}`],
      ),
    );
    expect((await found(tallies, id))?.state).toEqual({ sum: 40, last: 'somebody', isClosed: false });
    await counted(tallies, id, 2);
    expect((await found(tallies, id))?.state.sum).toBe(43);
  });
});
