import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { waitUntil } from '@platform/messaging/testing';

import { BookingApp, BookingPlaces, type Style } from './booking-app.fixture.js';
import { World } from './booking.fixture.js';

const TOOK = { desk: ['asked', 'closed'], trip: ['open', 'planned', 'completed (7)'] };
const COMPLETED = {
  ...TOOK,
  seat: ['took 1', 'confirmed'],
  till: ['attempt', 'captured'],
  mail: ['mailed plan for 1 to 1'],
};

/** What a saga does, whichever way it is executed. The diaries tell what happened, and that it happened once. */
export function businessContract(style: Style, where: 'together' | 'apart'): void {
  describe(`a saga by ${style}, participants ${where}`, () => {
    let places: BookingPlaces;
    let world: World;
    let app: BookingApp;

    beforeAll(async () => {
      places = await BookingPlaces[where]();
    });
    afterAll(() => places.drop());
    beforeEach(async () => {
      world = new World();
      app = await BookingApp.start(style, places, world);
    });
    afterEach(async () => {
      try {
        expect(await app.parked()).toEqual([]);
      } finally {
        await app.close();
      }
    });

    it('does every step once and tells the subject and the one who began', async () => {
      const id = await app.settled();
      expect(await app.diaries(id)).toEqual(COMPLETED);
      expect(app.recorder.ends.get(id)).toEqual([{ outcome: 'completed' }]);
      expect(await app.runtime.pending()).toEqual({ pending: 0, needsAttention: 0 });
      expect(app.recorder.failures).toEqual([]);
    });

    it('begins nothing when the first step is refused', async () => {
      const id = newId();
      await expect(app.begin({ seats: 0 }, id)).rejects.toThrow('nothing-asked');
      await app.untilQuiet();
      expect(Object.values(await app.diaries(id)).flat()).toEqual([]);
    });

    it('begins nothing when the unit around it rolls back', async () => {
      const id = newId();
      const unit = app.databases.unitOfWork('desk');
      const begun = unit.run(async () => {
        await app.runtime.begin('booking', id, { seats: 1 });
        throw new Error('changed my mind');
      });
      await expect(begun).rejects.toThrow('changed my mind');
      await app.untilQuiet();
      expect(Object.values(await app.diaries(id)).flat()).toEqual([]);
    });

    it('undoes what was done when the second step is refused, and nothing else', async () => {
      const id = await app.settled({ seats: 10 });
      expect(app.recorder.ends.get(id)).toEqual([{ outcome: 'failed', failedAt: 'seat' }]);
      expect(await app.diaries(id)).toEqual({
        desk: ['asked', 'unasked'],
        trip: ['open', 'failed at seat: sold-out (7)'],
        seat: [],
        till: ['abandoned'],
        mail: [],
      });
    });

    it('undoes what was done when the subject’s own step is refused', async () => {
      world.refusals.set('planned', 'no-way');
      const id = await app.settled();
      expect(app.recorder.ends.get(id)).toEqual([{ outcome: 'failed', failedAt: 'plan' }]);
      const { desk, trip, seat, till, mail } = await app.diaries(id);
      expect({ desk, trip, till, mail }).toEqual({
        desk: ['asked', 'unasked'],
        trip: ['open', 'failed at plan: no-way (7)'],
        till: ['abandoned'],
        mail: [],
      });
      expect(['', 'took 1,given back']).toContain(seat?.join(','));
    });

    it('keeps the outside’s refusal and undoes what came before', async () => {
      world.answers = ['declined'];
      const id = await app.settled();
      expect(app.recorder.ends.get(id)).toEqual([{ outcome: 'failed', failedAt: 'till' }]);
      const { desk, trip, seat, till, mail } = await app.diaries(id);
      expect({ desk, till, mail }).toEqual({
        desk: ['asked', 'unasked'],
        till: ['attempt', 'declined', 'abandoned'],
        mail: [],
      });
      expect(trip?.at(-1)).toBe('failed at till: declined (7)');
      expect(['', 'took 1,given back']).toContain(seat?.join(','));
    });

    it('asks the outside again under the same key until it answers', async () => {
      world.answers = ['unknown', 'unknown', 'captured'];
      const id = await app.settled();
      expect(world.asked).toEqual([id, id, id]);
      expect(await app.diaries(id)).toEqual(COMPLETED);
    });

    it('fails at the deadline when the outside never answers', async () => {
      world.askForMs = 300;
      world.answers = Array.from({ length: 100 }, () => 'unknown');
      const id = await app.settled();
      expect(app.recorder.ends.get(id)).toEqual([{ outcome: 'failed', failedAt: 'till' }]);
      const { desk, trip, till } = await app.diaries(id);
      expect(trip?.at(-1)).toBe('failed at till: no-answer (7)');
      expect(desk).toEqual(['asked', 'unasked']);
      expect(till?.at(-1)).toBe('abandoned');
    });

    it('calls nobody when there is nothing to call for', async () => {
      const id = await app.settled({ seats: 1, price: 0 });
      expect(world.asked).toEqual([]);
      expect(await app.diaries(id)).toEqual(COMPLETED);
    });

    it('waits for what is late, where it is late', async () => {
      world.seatsBehind = 3;
      const id = await app.settled();
      expect(await app.diaries(id)).toEqual(COMPLETED);
    });

    it('decides with what it knows when what is late does not come', async () => {
      world.seatsBehind = 1_000_000;
      const id = await app.settled();
      expect(await app.diaries(id)).toEqual(COMPLETED);
      expect(1_000_000 - world.seatsBehind).toBeGreaterThan(20);
    });

    it('tries again what broke, and reports it', async () => {
      for (const what of ['took 1', 'planned', 'attempt', 'captured', 'confirmed', 'closed'])
        world.breaks.set(what, 2);
      const id = await app.settled();
      expect(app.recorder.ends.get(id)).toEqual([{ outcome: 'completed' }]);
      expect(await app.diaries(id)).toEqual(COMPLETED);
      expect(app.recorder.failures.length).toBeGreaterThan(4);
    });

    it('tries a compensation until it works, whatever else has ended', async () => {
      world.answers = ['declined'];
      world.breaks.set('unasked', 4);
      const id = await app.settled();
      await waitUntil('it was unasked', async () => (await app.diary('desk', id)).includes('unasked'));
      expect(await app.diary('desk', id)).toEqual(['asked', 'unasked']);
    });

    it('goes on after the process has ended in the middle of a call', async () => {
      world.answers = Array.from({ length: 5 }, () => 'unknown');
      const id = await app.begin();
      await waitUntil('the till was asked', () => world.asked.length > 1);
      await app.close();
      app = await BookingApp.start(style, places, world);
      await app.untilQuiet();
      expect(await app.diaries(id)).toEqual(COMPLETED);
    });

    it('keeps two hundred sagas at once apart, and sells no seat twice', async () => {
      const flights = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}-${newId()}`);
      for (const flight of flights)
        await app.query('seat', 'INSERT INTO seat.flight (id, free) VALUES ($1, 100)', [flight]);
      world.answers = Array.from({ length: 40 }, () => 'declined');
      const ids = await Promise.all(
        Array.from({ length: 200 }, (_, n) =>
          app.begin({
            seats: 1 + (n % 3),
            flights: [flights[n % 5], flights[(n * 3 + 1) % 5]]
              .map(String)
              .filter((it, i, all) => all.indexOf(it) === i),
          }),
        ),
      );
      await waitUntil('all have ended', () => ids.every((id) => app.end(id)), 50_000);
      await app.untilQuiet();
      if (style !== 'transaction') expect(await places.deadlocks()).toBe(0);
      const held = await app.query<{ status: string; taken: number; trips: number }>(
        'seat',
        `SELECT status, sum(seats * cardinality(flights))::int AS taken, count(*)::int AS trips
           FROM seat.hold WHERE trip = ANY ($1) GROUP BY status`,
        [ids],
      );
      const [free] = await app.query<{ free: number }>(
        'seat',
        'SELECT sum(free)::int AS free FROM seat.flight WHERE id = ANY ($1)',
        [flights],
      );
      const confirmed = held.find(({ status }) => status === 'confirmed');
      expect(held.map(({ status }) => status)).not.toContain('held');
      expect(free?.free).toBe(500 - (confirmed?.taken ?? 0));
      const completed = ids.filter((id) => app.end(id)?.outcome === 'completed');
      expect(confirmed?.trips).toBe(completed.length);
      expect(completed.length).toBeGreaterThan(0);
      for (const id of ids) {
        const { desk, trip, till, mail } = await app.diaries(id);
        const ok = app.end(id)?.outcome === 'completed';
        expect(desk).toEqual(['asked', ok ? 'closed' : 'unasked']);
        expect(
          trip?.filter((what) => what.startsWith('completed') || what.startsWith('failed')),
        ).toHaveLength(1);
        expect(till?.filter((what) => what === 'captured')).toHaveLength(ok ? 1 : 0);
        expect(mail).toHaveLength(ok ? 1 : 0);
      }
    });
  });
}
