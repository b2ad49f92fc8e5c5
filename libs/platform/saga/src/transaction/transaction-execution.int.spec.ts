import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@platform/domain';
import { waitUntil } from '@platform/messaging/testing';
import { Client } from 'pg';

import { World } from '../testing/booking.fixture.js';
import { BookingApp, BookingPlaces } from '../testing/booking-app.fixture.js';

/** What only this execution promises; what all of them do is in the business contract. */
describe('a saga executed as a transaction', () => {
  let places: BookingPlaces;
  let world: World;
  let app: BookingApp;

  beforeAll(async () => {
    places = await BookingPlaces.together();
  });
  afterAll(() => places.drop());
  beforeEach(async () => {
    world = new World();
    app = await BookingApp.start('transaction', places, world);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  it('commits the first step and the beginning before anything else', async () => {
    const id = await app.begin();
    const { desk, trip } = await app.diaries(id);
    expect([desk?.[0], trip?.[0]]).toEqual(['asked', 'open']);
    await app.untilEnded(id);
  });

  it('leaves nothing of steps that were rolled back, and compensates only what was committed before', async () => {
    world.answers = ['declined'];
    const id = await app.settled();
    expect(await app.diaries(id)).toEqual({
      desk: ['asked', 'unasked'],
      trip: ['open', 'failed at till: declined (7)'],
      seat: [],
      till: ['attempt', 'declined', 'abandoned'],
      mail: [],
    });
  });

  it('asks the outside for nothing when its transaction has died, since another may have ended the saga', async () => {
    app.watch.sabotage = { at: 'booking.till.prepared', run: endTransactions };
    const id = await app.settled();
    expect(app.watch.seen.filter((point) => point === 'booking.seat.done')).toHaveLength(2);
    expect(app.watch.seen.indexOf('booking.till.called')).toBeGreaterThan(
      app.watch.seen.lastIndexOf('booking.seat.done'),
    );
    expect(world.asked).toEqual([id]);
    expect(await app.diary('till', id)).toEqual(['attempt', 'captured']);
  });

  it('leaves the call for after the rollback when its rows have been locked for long', async () => {
    world.whileTakingSeats = () => new Promise((resolve) => setTimeout(resolve, 1_450));
    const id = await app.settled();
    expect(world.asked).toEqual([id]);
    expect(app.watch.seen.filter((point) => point === 'booking.till.called')).toHaveLength(2);
    expect(await app.diary('seat', id)).toEqual(['took 1', 'confirmed']);
    expect(app.end(id)).toEqual({ outcome: 'completed' });
  });

  it.each(['ahead of', 'behind'])(
    'asks for as long as the participant says when the clock here is an hour %s the one there',
    async (side) => {
      const hour = side === 'behind' ? -3_600_000 : 3_600_000;
      const { now } = Date;
      jest.spyOn(Date, 'now').mockImplementation(() => now() + hour);
      world.askForMs = 5_000;
      world.answers = ['unknown', 'unknown', 'captured'];
      expect(app.end(await app.settled())).toEqual({ outcome: 'completed' });

      world.askForMs = 150;
      world.answers = Array.from({ length: 20 }, () => 'unknown');
      expect(app.end(await app.settled())).toEqual({ outcome: 'failed', failedAt: 'till' });
    },
  );

  it('asks for attention when it has been pending for a minute, whatever keeps it', async () => {
    const ids = ['50 seconds', '61 seconds', '1 hour'].map((age) => ({ id: newId(), age }));
    for (const { id, age } of ids)
      await app.query(
        'trip',
        `INSERT INTO trip.saga (id, type, def_version, context, claimed_until, begun_at)
         VALUES ($1, 'booking', 1, '{}', now() + interval '1 day', clock_timestamp() - $2::interval)`,
        [id, age],
      );
    const counted = await app.runtime.pending();
    await app.query('trip', 'DELETE FROM trip.saga WHERE id = ANY($1)', [ids.map(({ id }) => id)]);
    expect(counted).toEqual({ pending: 3, needsAttention: 2 });
  });

  it('takes over what a dead process left, and of several executions commits one', async () => {
    const orphan = newId();
    await leave([orphan]);
    const rival = await BookingApp.start('transaction', places, world);
    try {
      await untilGone(orphan);
      expect(await app.diary('mail', orphan)).toEqual(['mailed plan for 2 to 2']);
    } finally {
      await rival.close();
    }
  });

  it('takes over all that a crash left at one look', async () => {
    const orphans = Array.from({ length: 60 }, newId);
    const looks = app.recorder.takenOverIds.length;
    await leave(orphans);
    await waitUntil('it has looked', () => app.recorder.takenOverIds.length > looks);
    expect(app.recorder.takenOverIds.slice(looks).sort()).toEqual([...orphans].sort());
    await Promise.all(orphans.map(untilGone));
    const ends = await Promise.all(orphans.map((id) => app.diary('mail', id)));
    expect(ends).toEqual(orphans.map(() => ['mailed plan for 2 to 2']));
  });

  it('leaves alone what is executed by messages', async () => {
    const other = newId();
    await app.query(
      'trip',
      `INSERT INTO trip.saga (id, type, def_version, context, claimed_until) VALUES ($1, 'booking', 1, '{}', 'infinity')`,
      [other],
    );
    const later = newId();
    await leave([later]);
    await untilGone(later);
    expect(app.recorder.takenOverIds).not.toContain(other);
    await app.query('trip', 'DELETE FROM trip.saga WHERE id = $1', [other]);
  });

  it('lets go of what it leaves at a shutdown, so that the next process goes on at once', async () => {
    world.answers = Array.from({ length: 20 }, () => 'unknown');
    const id = await app.begin();
    await app.close();
    world.answers = [];
    app = await BookingApp.start('transaction', places, world);
    await untilGone(id);
    expect((await app.diary('trip', id)).at(-1)).toBe('completed (7)');
    expect(app.recorder.takenOverIds).toEqual([id]);
  });

  it('lists what is open, and lets people have it tried again at once', async () => {
    world.answers = ['unknown', 'unknown', 'unknown', 'unknown'];
    const id = await app.begin();
    expect(await app.runtime.list()).toEqual([
      expect.objectContaining({ sagaId: id, module: 'trip', what: 'saga', needsAttention: false }),
    ]);
    expect(await app.runtime.list({ needsAttention: true })).toEqual([]);
    expect(await app.runtime.retry(id)).toBe(1);
    expect(await app.runtime.retry(newId())).toBe(0);
    await app.untilQuiet();
  });

  it('names its crash points', async () => {
    await app.settled();
    expect(app.watch.seen.filter((point) => point.startsWith('booking'))).toEqual([
      'booking.seat.done',
      'booking.plan.done',
      'booking.till.prepared',
      'booking.till.called',
      'booking.till.done',
      'booking.confirm.done',
      'booking.mail.done',
      'booking.t2.before-commit',
      'booking.t2.after-commit',
    ]);
  });

  /** As a process leaves sagas that dies after it began them. */
  async function leave(ids: readonly string[]): Promise<void> {
    await app.query(
      'trip',
      `WITH opened AS (INSERT INTO trip.entry (trip, what) SELECT id, 'open' FROM unnest($1::uuid[]) AS id)
       INSERT INTO trip.saga (id, type, def_version, context, claimed_until)
       SELECT id, 'booking', 1, json_build_object('tripId', id, 'seats', 2, 'flights', '[]'::json, 'price', 1),
              now() - interval '1 second' FROM unnest($1::uuid[]) AS id`,
      [ids],
    );
  }

  /** As the server does when a transaction takes too long. */
  async function endTransactions(): Promise<void> {
    const client = new Client({ connectionString: places.databases[0]?.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'idle in transaction'`,
    );
    await client.end();
  }

  async function untilGone(id: string): Promise<void> {
    await waitUntil('the saga is gone', async () => {
      const rows = await app.query('trip', 'SELECT FROM trip.saga WHERE id = $1', [id]);
      return rows.length === 0;
    });
  }
});
