import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { MessagingLag } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';
import { CrashPoints } from '@platform/persistence';
import { Recovery } from '@platform/recovery';
import { Client } from 'pg';

import { BookingApp, BookingPlaces, Watch } from '../testing/booking-app.fixture.js';
import { World } from '../testing/booking.fixture.js';
import { Postman } from '../testing/postman.fixture.js';

describe.each(['choreography', 'orchestration'] as const)('a start of %s', (style) => {
  let places: BookingPlaces;
  let world: World;
  let app: BookingApp;

  beforeEach(async () => {
    world = new World();
    places = await BookingPlaces.together();
    await start({ delivers: false });
    await sql(`INSERT INTO seat.flight (id, free) VALUES ('F', 40)`);
    await app.close();
  });
  afterEach(async () => {
    await app.close();
    await places.drop();
  });

  type Start = NonNullable<Parameters<typeof BookingApp.start>[3]>;
  const start = async (options: Start = {}): Promise<void> => {
    app = await BookingApp.start(style, places, world, options);
  };
  const work = (): Promise<{ id: string; deaths: number; failures: number; due: boolean }[]> =>
    app.query(
      'seat',
      `SELECT saga_id AS id, deaths, failures, due_at <= clock_timestamp() AS due FROM seat.saga_work ORDER BY 1`,
    );
  const part = async (name: string) =>
    (await app.get(Recovery).view()).parts.find((each) => each.name === name);
  const took = async (): Promise<string[]> =>
    (
      await app.query<{ trip: string }>(
        'seat',
        `SELECT trip FROM seat.entry WHERE what LIKE 'took %' ORDER BY n`,
      )
    ).map(({ trip }) => trip);

  const allAreDue = () => sql(`UPDATE seat.saga_work SET due_at = clock_timestamp()`);

  /** Leaves so many bookings whose seats a process that ended was to take; they are due now. */
  async function owe(count: number): Promise<string[]> {
    world.breaks.set('took 1', Infinity);
    await start();
    const ids = await Promise.all(
      Array.from({ length: count }, () => app.begin({ seats: 1, flights: ['F'] })),
    );
    await waitUntil('all of them are owed', async () => (await work()).length === count);
    await app.close();
    world.breaks.clear();
    await allAreDue();
    return ids;
  }

  describe('when older bookings of a flight are owed and a newer one is on its way', () => {
    let owed: string[];
    let late: string;
    beforeEach(async () => {
      owed = await owe(40);
      await sql(`UPDATE seat.saga_work SET due_at = clock_timestamp() + interval '1 hour'`);
      await start({ delivers: false });
      late = await app.begin({ seats: 1, flights: ['F'] });
      await app.close();
      await allAreDue();
    });

    /** The first of the old ones takes as long as the new one may need to be there, if it comes at all. */
    const slowly = (recovers: boolean): Promise<void> => {
      let parts: Pick<INestApplication, 'get'> | undefined;
      world.whileTakingSeats = () =>
        waitUntil('the new one waits for its turn, or is not let in yet', async () => {
          if (parts?.get(Recovery).now.stage === 'recovering') return true;
          const inboxes = (await parts?.get(MessagingLag).lag())?.inboxes ?? [];
          return inboxes.some(({ consumer, messages }) => consumer === 'seat.booking-saga' && messages > 0);
        });
      return start({ recovers, built: (built) => (parts = built) });
    };

    it('lets none of them be overtaken', async () => {
      await slowly(true);
      await app.untilQuiet();
      expect((await took()).sort()).toEqual([...owed].sort());
      expect(await app.diary('trip', late)).toContain('failed at seat: sold-out (7)');
    });

    it('without finishing first lets some be overtaken', async () => {
      await slowly(false);
      await app.untilQuiet();
      expect(await app.diary('trip', late)).toContain('completed (7)');
      const ends = await Promise.all(owed.map((id) => app.diary('trip', id)));
      expect(ends.filter((entries) => entries.includes('failed at seat: sold-out (7)'))).toHaveLength(1);
    });
  });

  it('has finished what is owed before messages come, and says how much it was', async () => {
    const owed = await owe(30);
    await start({ recovers: true, delivers: false });
    expect((await took()).sort()).toEqual([...owed].sort());
    expect(await part('seat: owed tasks')).toMatchObject({ state: 'finished', found: 30, pending: 0 });
  });

  it('leaves what keeps breaking to its timer, and finishes the rest', async () => {
    const owed = await owe(3);
    world.breaks.set('took 1', 2); // whichever comes first breaks alone, and then behind its savepoint
    await start({ recovers: true, delivers: false });
    expect(app.get(Recovery).now.stage).toBe('listening');
    expect(await part('seat: owed tasks')).toMatchObject({ state: 'finished', found: 3 });
    // What broke is due by now or is not, as its timer says; the others were not kept waiting for it.
    expect((await took()).length).toBeGreaterThanOrEqual(2);
    await waitUntil('the last is done', async () => (await took()).length === owed.length);
  });

  it('is not through while a piece is due that it has not come to, whatever else has waited for longer', async () => {
    await owe(5);
    await sql(
      `INSERT INTO seat.saga_work (saga_id, step, phase, type, def_version, kind, context, meta, due_at)
       SELECT gen_random_uuid(), step, phase, type, def_version, 'ask-again', context, meta, clock_timestamp() - interval '1 minute'
         FROM (SELECT * FROM seat.saga_work LIMIT 1) AS one, generate_series(1, 40)`,
    );
    world.seatsBehind = Infinity;
    await start({ recovers: true, delivers: false });
    // Each of them was tried, and waits for something now.
    expect(await sql(`SELECT FROM seat.saga_work WHERE kind = 'insist'`)).toEqual([]);
    expect(await part('seat: owed tasks')).toMatchObject({ state: 'finished', found: 5, pending: 0 });
  });

  it('has nobody decide with what it knows as long as no message can arrive', async () => {
    world.seatsBehind = 1_000_000;
    await start();
    await app.begin({ seats: 1, flights: ['F'] });
    await waitUntil('it waits', async () => (await work()).length === 1);
    await app.close();
    await sql(`UPDATE seat.saga_work SET first_at = clock_timestamp() - interval '1 hour'`);
    await start({ recovers: true, delivers: false });
    const before = world.seatsBehind;
    await waitUntil(
      'it was asked for longer than it may wait',
      () => before - world.seatsBehind > 60,
      60_000,
    );
    expect(await took()).toEqual([]);
    world.seatsBehind = 0;
    await waitUntil('it goes on', async () => (await took()).length === 1);
  });

  it('charges nobody when it is told to end while it finishes', async () => {
    const owed = await owe(2);
    await inHand(owed);
    const [entered, hung] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    world.whileTakingSeats = () => {
      entered.resolve(undefined);
      return hung.promise;
    };
    const ending = new AbortController();
    const starting = start({ recovers: true, ending: ending.signal });
    await entered.promise;
    ending.abort(new Error('told to end'));
    hung.resolve(undefined);
    await expect(starting).rejects.toThrow('told to end');
    expect(await sql(`SELECT deaths FROM seat.saga_work WHERE deaths > 0 OR claimed_by IS NOT NULL`)).toEqual(
      [],
    );
    await start({ recovers: true, delivers: false });
    expect((await took()).sort()).toEqual([...owed].sort());
  });

  it('tries again what the database ended', async () => {
    const owed = await owe(5);
    await start({
      recovers: true,
      delivers: false,
      built: (parts) => {
        const watch: Watch = parts.get(CrashPoints);
        watch.sabotage = { at: 'booking.seat.done', run: endTransactions };
      },
    });
    expect(app.watch.sabotage).toBeUndefined();
    expect((await took()).sort()).toEqual([...owed].sort());
  });

  it('goes on within its limit when the outside hangs, and finishes beside what is new', async () => {
    await start();
    world.answers = Array.from({ length: 1_000 }, () => 'unknown');
    const id = await app.begin();
    await waitUntil('the till was asked', () => world.asked.includes(id));
    await app.close();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    Object.assign(world, { answers: [], tillHangs: promise });
    await sql(`UPDATE till.saga_work SET due_at = clock_timestamp()`);
    await start({ recovers: true, limitMs: 300 });
    expect(app.get(Recovery).now.stage).toBe('listening');
    expect(await part('till: outside calls')).toMatchObject({ state: 'left', found: 1, pending: 1 });
    const later = await app.begin({ seats: 1, price: 0 });
    await waitUntil('what is new goes on', () => app.end(later) !== undefined);
    resolve(undefined);
    await app.untilQuiet();
    expect(await app.diary('till', id)).toEqual(['attempt', 'captured']);
  });

  it('takes up one by one what a process had in hand that died', async () => {
    const owed = await owe(4);
    await inHand(owed);
    let most = 0;
    await start({
      recovers: true,
      delivers: false,
      built: (parts) => {
        const watch: Watch = parts.get(CrashPoints);
        const run = async (): Promise<void> => {
          const [row] = await sql<{ n: number }>(
            `SELECT count(*)::int AS n FROM seat.saga_work WHERE claimed_by IS NOT NULL`,
          );
          most = Math.max(most, row?.n ?? 0);
          watch.sabotage = { at: 'booking.seat.done', run };
        };
        watch.sabotage = { at: 'booking.seat.done', run };
      },
    });
    expect((await took()).length).toBe(4);
    expect(most).toBe(1);
  });

  it('puts off what it died of alone twice, so that it gets to its end, and does it later', async () => {
    const owed = await owe(1);
    await inHand(owed);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    world.whileTakingSeats = () => promise;
    await start({ recovers: true, delivers: false, limitMs: 200 });
    const dead = app;
    try {
      await endTransactions();
      await start({ recovers: true, delivers: false });
      expect(await took()).toEqual([]);
      expect(await work()).toEqual([expect.objectContaining({ id: owed[0], deaths: 2, due: false })]);
      await waitUntil('it is done', async () => (await took()).length === 1);
    } finally {
      resolve(undefined);
      await dead.close();
    }
    expect(await took()).toEqual(owed);
  });

  const isCommanded = style === 'orchestration';
  if (isCommanded)
    it('sends every command again that nobody has answered', async () => {
      await start({ delivers: false });
      const ids = await Promise.all(Array.from({ length: 60 }, () => app.begin()));
      for (const id of ids) {
        const [begin] = await new Postman(app).waiting(id);
        if (begin) await new Postman(app).deliver(begin);
      }
      await app.close();
      await sql(`UPDATE trip.saga_step SET due_at = clock_timestamp() WHERE status = 'sent'`);
      await start({ recovers: true, delivers: false });
      const sent = await Promise.all(ids.map((id) => new Postman(app).messages(id)));
      expect(
        sent.map((messages) => messages.filter(({ type }) => type === 'seat.booking-step').length),
      ).toEqual(ids.map(() => 2));
      expect(await part('trip: unanswered commands')).toMatchObject({
        state: 'finished',
        found: 60,
        pending: 0,
      });
    });

  /** As a process leaves them that dies while it is at them. */
  const inHand = (ids: readonly string[]): Promise<unknown> =>
    sql(
      `UPDATE seat.saga_work SET claimed_by = 'app-1', claims = claims + 1,
              due_at = clock_timestamp() + interval '15 seconds' WHERE saga_id = ANY ($1)`,
      [ids],
    );

  async function sql<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const connection = new Client({ connectionString: places.databases[0]?.url });
    await connection.connect();
    try {
      return (await connection.query<Row>(sql, parameters)).rows;
    } finally {
      await connection.end();
    }
  }

  async function endTransactions(): Promise<void> {
    await sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`,
    );
  }
});
