import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { waitUntil } from '@platform/messaging/testing';

import { BookingApp, BookingPlaces } from '../testing/booking-app.fixture.js';
import { World } from '../testing/booking.fixture.js';
import type { BookingRequest } from '../testing/booking.saga.fixture.js';
import { type Letter, Postman } from '../testing/postman.fixture.js';

const COMPLETED = {
  desk: ['asked', 'closed'],
  trip: ['open', 'planned', 'completed (7)'],
  seat: ['took 1', 'confirmed'],
  till: ['attempt', 'captured'],
  mail: ['mailed plan for 1 to 1'],
};
const SOLD_OUT = {
  desk: ['asked', 'unasked'],
  trip: ['open', 'failed at seat: sold-out (7)'],
  seat: [],
  till: ['abandoned'],
  mail: [],
};
const DECLINED = {
  desk: ['asked', 'unasked'],
  trip: ['open', 'planned', 'failed at till: declined (7)'],
  seat: ['took 1', 'given back'],
  till: ['attempt', 'declined', 'abandoned'],
  mail: [],
};

/** The same numbers for the same seed (mulberry32), so that a failure can be seen again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

describe.each(['choreography', 'orchestration'] as const)('%s with messages in any order', (style) => {
  let places: BookingPlaces;
  let world: World;
  let app: BookingApp;
  let postman: Postman;

  beforeAll(async () => {
    places = await BookingPlaces.together();
  });
  afterAll(() => places.drop());
  beforeEach(async () => {
    world = new World();
    app = await BookingApp.start(style, places, world, { delivers: false });
    postman = new Postman(app);
  });
  afterEach(() => app.close());

  /** Delivers what there is, as `choose` has it, until nothing is left and everybody is at rest. */
  async function deliverAll(
    id: string,
    choose: (waiting: readonly Letter[]) => readonly Letter[],
  ): Promise<void> {
    for (let idle = 0; idle < 2;) {
      const waiting = await postman.waiting(id);
      for (const letter of choose(waiting)) await postman.deliver(letter);
      if (waiting.length > 0) idle = 0;
      else if ((await app.open()).every(({ what }) => what === 'saga')) idle += 1;
      else await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  const latest = (waiting: readonly Letter[]): Letter[] =>
    waiting.toSorted((a, b) => (a.message.id < b.message.id ? 1 : -1)).slice(0, 1);

  it.each([
    ['completes', { seats: 1 }, [], COMPLETED],
    ['is refused early', { seats: 10 }, [], SOLD_OUT],
    ['is refused outside', { seats: 1 }, ['declined'], DECLINED],
  ] satisfies [string, BookingRequest, string[], object][])(
    'when a saga %s, the latest message first',
    async (_, request, answers, expected) => {
      world.answers = [...answers];
      const id = await app.begin(request);
      await deliverAll(id, latest);
      expect(await app.diaries(id)).toEqual(expected);
      expect(app.recorder.ends.get(id)).toHaveLength(1);
      expect(await app.open()).toEqual([]);
    },
  );

  it('whatever the order, and every message as often as it likes to come', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const random = randomFrom(seed);
      const [request, answers, expected] = [
        [{ seats: 1 }, [], COMPLETED] as const,
        [{ seats: 10 }, [], SOLD_OUT] as const,
        [{ seats: 1 }, ['declined'], DECLINED] as const,
      ][seed % 3] ?? [{ seats: 1 }, [], COMPLETED];
      world.answers = [...answers];
      const id = await app.begin(request);
      const past: Letter[] = [];
      await deliverAll(id, (waiting) => {
        const one = waiting[random(waiting.length || 1)];
        if (!one) return [];
        past.push(one);
        const again = random(2) === 0 ? [past[random(past.length)] ?? one] : [];
        return [one, ...again];
      });
      for (const letter of past) await postman.deliver(letter);
      expect(await postman.waiting(id)).toEqual(style === 'choreography' ? [] : expect.anything());
      await deliverAll(id, latest);
      expect({ seed, ...(await app.diaries(id)) }).toEqual({ seed, ...expected });
      expect(app.recorder.ends.get(id)).toHaveLength(1);
    }
  });

  it('when the process ends after every single message and another goes on', async () => {
    const id = await app.begin();
    for (let hops = 0; hops < 40 && !app.end(id); hops += 1) {
      await waitUntil(
        'there is something to deliver',
        async () => (await postman.waiting(id)).length > 0 || app.end(id) !== undefined,
      );
      const [letter] = await postman.waiting(id);
      if (letter) await postman.deliver(letter);
      if (app.end(id)) break;
      const delivered = postman;
      await app.close();
      app = await BookingApp.start(style, places, world, { delivers: false });
      postman = delivered.in(app);
    }
    await deliverAll(id, latest);
    expect(await app.diaries(id)).toEqual(COMPLETED);
  });
});
