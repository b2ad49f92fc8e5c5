import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { waitUntil } from '@platform/messaging/testing';
import { Recovery } from '@platform/recovery';

import { BookingApp, BookingPlaces } from '../testing/booking-app.fixture.js';
import { World } from '../testing/booking.fixture.js';

describe('a start of transactions', () => {
  let places: BookingPlaces;
  let world: World;
  let app: BookingApp;
  beforeEach(async () => {
    world = new World();
    places = await BookingPlaces.together();
    await start(false);
  });
  afterEach(async () => {
    await app.close();
    await places.drop();
  });

  const start = async (recovers: boolean, limitMs?: number, ending?: AbortSignal): Promise<void> => {
    const options = {
      ...{ owner: 'app-1', recovers, delivers: false },
      ...(limitMs !== undefined && { limitMs }),
      ...(ending && { ending }),
    };
    app = await BookingApp.start('transaction', places, world, options);
  };

  /** Leaves sagas as a replica of that name does that dies while it is at them. */
  async function leave(count: number, owner: string, deaths = 0): Promise<string[]> {
    const ids = Array.from({ length: count }, () => newId());
    await app.query(
      'trip',
      `INSERT INTO trip.saga (id, type, def_version, context, claimed_until, claimed_by, deaths)
       SELECT id, 'booking', 1, json_build_object('tripId', id, 'seats', 1, 'flights', '{}'::text[], 'price', 100, 'number', 7),
              clock_timestamp() + interval '1 hour', $2, $3 FROM unnest($1::uuid[]) AS id`,
      [ids, owner, deaths],
    );
    for (const id of ids)
      await app.query('trip', `INSERT INTO trip.entry (trip, what) VALUES ($1, 'open')`, [id]);
    await app.close();
    return ids;
  }
  const part = async () =>
    (await app.get(Recovery).view()).parts.find(({ name }) => name === 'trip: booking');
  const left = async (): Promise<string[]> =>
    (await app.query<{ id: string }>('trip', 'SELECT id FROM trip.saga')).map(({ id }) => id);

  it('has ended what this replica was at, and leaves alone what a living one is at', async () => {
    const others = await leave(1, 'app-2');
    await start(false);
    const own = await leave(12, 'app-1');
    await start(true);
    expect(await left()).toEqual(others);
    for (const id of own) expect(await app.diary('mail', id)).toHaveLength(1);
    expect(app.recorder.takenOverIds.sort()).toEqual(own.sort());
  });

  it('puts off what it died of alone twice, so that it gets to its end, and does it later', async () => {
    const [own = ''] = await leave(1, 'app-1', 1);
    await start(true);
    expect(await left()).toEqual([own]);
    await app.untilQuiet();
    expect(await app.diary('mail', own)).toHaveLength(1);
  });

  it('goes on within its limit when the outside hangs', async () => {
    const [own = ''] = await leave(1, 'app-1');
    const { promise, resolve } = Promise.withResolvers<undefined>();
    world.tillHangs = promise;
    await start(true, 300);
    expect((await app.get(Recovery).view()).parts).toContainEqual(
      expect.objectContaining({ name: 'trip: booking', state: 'left', pending: 1 }),
    );
    resolve(undefined);
    await app.untilQuiet();
    expect(await app.diary('till', own)).toContain('captured');
  });

  it('does not wait for what only a message can bring, and has nobody decide without it before messages come', async () => {
    world.seatsBehind = 1_000_000;
    const own = await leave(2, 'app-1');
    await start(true, 3_600_000);
    expect(await part()).toMatchObject({ state: 'finished', found: 2, pending: 0 });
    const before = world.seatsBehind;
    await waitUntil(
      'they were asked for longer than they may wait',
      () => before - world.seatsBehind > 120,
      60_000,
    );
    expect((await left()).sort()).toEqual([...own].sort());
    world.seatsBehind = 0;
    await waitUntil('they go on', async () => (await left()).length === 0);
  });

  it('charges nobody when it is told to end while it finishes', async () => {
    const own = await leave(2, 'app-1');
    const { promise, resolve } = Promise.withResolvers<undefined>();
    world.tillHangs = promise;
    const ending = new AbortController();
    const starting = start(true, 3_600_000, ending.signal);
    await waitUntil('the till is asked', () => world.asked.length > 0);
    ending.abort(new Error('told to end'));
    resolve(undefined);
    await expect(starting).rejects.toThrow('told to end');
    await start(false);
    await app.untilQuiet();
    for (const id of own) expect(await app.diary('mail', id)).toHaveLength(1);
    expect(app.recorder.failures).toEqual([]);
  });
});
