import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { MESSAGING_MIGRATIONS } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import { AggregateStreams } from '../aggregate-streams.js';
import { CreateSnapshots1767000000300 } from '../create-snapshots.migration.js';
import { Counted, Tally, type TallyEvent, type TallyState } from '../tally.fixture.js';
import type { RemadeRows } from './inline-projection.js';
import { InlineProjections } from './inline-projections.js';

registerModule('tally', { migrations: [...MESSAGING_MIGRATIONS, CreateSnapshots1767000000300] });

describe('an inline projection', () => {
  let databases: Databases;
  let unit: UnitOfWork;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['tally']));
    unit = databases.unitOfWork('tally');
    await unit.run(() => unit.query('CREATE TABLE tally.share (who text PRIMARY KEY, sum integer NOT NULL)'));
  });
  afterAll(() => close());

  /** What each has counted, over all tallies. */
  const shares: RemadeRows = {
    types: new Set([Counted.type]),
    clear: async () => {
      await unit.query('TRUNCATE tally.share');
    },
    apply: async (events) => {
      for (const { type, data } of events) {
        expect(type).toBe(Counted.type);
        const { by, who } = data as { by: number; who: string };
        await unit.query(
          'INSERT INTO tally.share AS s VALUES ($1, $2) ON CONFLICT (who) DO UPDATE SET sum = s.sum + excluded.sum',
          [who, by],
        );
      }
    },
  };
  const rows = () => unit.read(() => unit.query('SELECT who, sum FROM tally.share ORDER BY who'));

  it('is made anew of all streams, of what earlier versions of the program recorded too, in slices of any size', async () => {
    const log = new MessagingHarness(databases, ['tally']).log('tally');
    const streams = new AggregateStreams<TallyState, TallyEvent, Tally>(unit, log, {
      stream: 'tally',
      revive: (id, snapshot) => new Tally(id, snapshot?.state, snapshot?.version),
      snapshots: { every: 100, stateVersion: 1 },
    });
    const ids = [newId(), newId(), newId()];
    for (const id of ids)
      await unit.run(async () => {
        const tally = new Tally(id);
        for (const by of [1, 2, 3]) tally.count(by, by === 2 ? 'Ben' : 'Anna');
        tally.close();
        await shares.apply(streams.save(tally).filter(({ type }) => shares.types.has(type)));
      });
    const live = await rows();
    expect(live).toEqual([
      { who: 'Anna', sum: 12 },
      { who: 'Ben', sum: 6 },
    ]);
    for (const sliceSize of [1, 3, 9, 500]) {
      await unit.run(() => unit.query(`INSERT INTO tally.share VALUES ('nobody', 99)`));
      await new InlineProjections(unit, [shares], sliceSize).rebuild();
      expect(await rows()).toEqual(live);
    }
    await unit.run(() =>
      unit.query(
        `UPDATE tally.event SET schema_version = 1, data = '{"by": 40}' WHERE stream_id = $1 AND version = 1`,
        [`tally-${ids[0]}`],
      ),
    );
    await new InlineProjections(unit, [shares]).rebuild();
    expect(await rows()).toEqual([
      { who: 'Anna', sum: 11 },
      { who: 'Ben', sum: 6 },
      { who: 'somebody', sum: 40 },
    ]);
  });
});
