import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import { CountDeaths1767000300300 } from '../participation/count-deaths.migration.js';
import { CreateParticipation1767000300200 } from '../participation/create-participation.migration.js';
import { SagaWork } from '../participation/saga-work.js';
import { CreateSagas1767000300000 } from '../transaction/create-sagas.migration.js';
import { ExtendSagas1767000300100 } from '../transaction/extend-sagas.migration.js';
import { OwnSagas1767000300400 } from '../transaction/own-sagas.migration.js';
import { SagaStore } from '../transaction/saga-store.js';

registerModule('trip', {
  migrations: [
    ...[CreateParticipation1767000300200, CountDeaths1767000300300],
    ...[CreateSagas1767000300000, ExtendSagas1767000300100, OwnSagas1767000300400],
  ],
});

interface Row {
  readonly id: string;
  readonly deaths: number;
  /** Until it is due again; nothing of what goes alone, at once. */
  readonly pause: number | null;
  readonly attention: boolean;
}

const KINDS = {
  'tasks of participants': {
    hand: `INSERT INTO trip.saga_work (saga_id, step, phase, type, def_version, kind, context, meta, due_at, claimed_by, deaths)
      SELECT id, 'plan', 'do', 'booking', 1, 'insist', '{}', '{}', clock_timestamp() + interval '15 seconds', 'app-1', $2
        FROM unnest($1::uuid[]) AS id
      ON CONFLICT (saga_id, step, phase) DO UPDATE SET claimed_by = 'app-1', due_at = excluded.due_at`,
    see: `SELECT saga_id AS id, deaths, needs_attention AS attention,
      extract(epoch FROM nullif(due_at, 'epoch') - clock_timestamp())::float8 AS pause FROM trip.saga_work`,
    done: 'DELETE FROM trip.saga_work WHERE saga_id = ANY ($1)',
    takeBack: (unit: UnitOfWork) => new SagaWork(unit, 'app-1').takeBack(),
  },
  'sagas of transactions': {
    hand: `INSERT INTO trip.saga (id, type, def_version, context, claimed_until, claimed_by, deaths)
      SELECT id, 'booking', 1, '{}', clock_timestamp() + interval '10 seconds', 'app-1', $2 FROM unnest($1::uuid[]) AS id
      ON CONFLICT (id) DO UPDATE SET claimed_by = 'app-1', claimed_until = excluded.claimed_until`,
    see: `SELECT id, deaths, needs_attention AS attention,
      extract(epoch FROM nullif(claimed_until, 'epoch') - clock_timestamp())::float8 AS pause FROM trip.saga`,
    done: 'DELETE FROM trip.saga WHERE id = ANY ($1)',
    takeBack: (unit: UnitOfWork) => new SagaStore(unit, 'app-1').takeBack([]),
  },
};

describe.each(['tasks of participants', 'sagas of transactions'] as const)(
  '%s that a process had in hand when it died',
  (kind) => {
    const { hand, see, done, takeBack } = KINDS[kind];
    let unit: UnitOfWork;
    let close: () => Promise<void>;
    beforeAll(async () => {
      const opened = await openTestDatabases(['trip']);
      ({ close } = opened);
      unit = opened.databases.unitOfWork('trip');
    });
    afterAll(() => close());
    beforeEach(() => query('TRUNCATE trip.saga_work, trip.saga'));

    const query = <Result extends object>(sql: string, parameters: unknown[] = []): Promise<Result[]> =>
      unit.run(() => unit.query<Result>(sql, parameters));
    const inHand = (ids: readonly string[], deaths = 0) => query(hand, [ids, deaths]);
    const seen = async (id: string): Promise<Row | undefined> =>
      (await query<Row>(see)).find((row) => row.id === id);

    it('are charged nothing while any of several may be what it died of', async () => {
      const ids = [newId(), newId()];
      await inHand(ids);
      await takeBack(unit);
      const back = { deaths: 0, pause: null, attention: false };
      for (const id of ids) expect(await seen(id)).toEqual({ id, ...back });
    });

    it('wait longer each time that one was there again, alone or beside others, and then call for people', async () => {
      const guilty = newId();
      const charged: (readonly [number, number | undefined, boolean])[] = [];
      for (let deaths = 1; deaths <= 6; deaths += 1) {
        const others = deaths > 2 ? [newId(), newId()] : [];
        await inHand([guilty, ...others]);
        await takeBack(unit);
        const row = await seen(guilty);
        if (!row) throw new Error('It is gone.');
        charged.push([row.deaths, row.pause === null ? undefined : Math.ceil(row.pause), row.attention]);
        for (const id of others) expect(await seen(id)).toMatchObject({ deaths: 0, pause: null });
        await query(done, [others]);
      }
      expect(charged).toEqual([
        [1, undefined, false],
        [2, 1, false],
        [3, 4, true],
        [4, 16, true],
        [5, 30, true],
        [6, 30, true],
      ]);
    });

    it('go one by one again where more than one was there before', async () => {
      const ids = [newId(), newId()];
      await inHand(ids, 2);
      await inHand([newId()]);
      await takeBack(unit);
      for (const id of ids) expect(await seen(id)).toMatchObject({ deaths: 2, pause: null });
    });
  },
);
