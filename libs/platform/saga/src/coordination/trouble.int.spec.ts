import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { type Message, Retention, withMessageContext } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';
import { Client } from 'pg';

import { commandIdOf } from '../orchestration/command-id.js';
import { BookingApp, BookingPlaces } from '../testing/booking-app.fixture.js';
import { World } from '../testing/booking.fixture.js';
import { booking, BOOKING_MODULES } from '../testing/booking.saga.fixture.js';
import { Postman } from '../testing/postman.fixture.js';

const COMPLETED = {
  desk: ['asked', 'closed'],
  trip: ['open', 'planned', 'completed (7)'],
  seat: ['took 1', 'confirmed'],
  till: ['attempt', 'captured'],
  mail: ['mailed plan for 1 to 1'],
};

describe.each(['choreography', 'orchestration'] as const)('%s in trouble', (style) => {
  let places: BookingPlaces;
  let world: World;
  let app: BookingApp;

  beforeAll(async () => {
    places = await BookingPlaces.together();
  });
  afterAll(() => places.drop());
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => app.close());

  const start = async (delivers = true): Promise<void> => {
    app = await BookingApp.start(style, places, world, { delivers });
  };
  const hand = (module: string, type: string, id: string, data: object): Promise<void> =>
    new Postman(app).deliver({
      consumer: new Postman(app).consumer(module),
      message: {
        ...{ type, streamId: `saga-booking-${id}`, sourceModule: type.split('.')[0] ?? '' },
        data: { sagaId: id, definitionVersion: 1, ...data },
      } as Message,
    });
  const context = (tripId: string) => ({ tripId, seats: 1, flights: [], price: 100, taken: 1, plan: 'plan' });

  it.each([
    ...[
      'booking.seat.done',
      'booking.plan.done',
      'booking.till.called',
      'booking.till.done',
      'booking.confirm.done',
    ],
    ...[
      'booking.mail.done',
      'saga.before-commit',
      'delivery.before-commit',
      'delivery.after-commit',
      'relay.after-publish',
    ],
  ])('loses and doubles nothing when every transaction dies at %s', async (point) => {
    await start();
    app.watch.sabotage = { at: point, run: endTransactions };
    const id = await app.settled();
    expect(app.watch.sabotage).toBeUndefined();
    expect(await app.diaries(id)).toEqual(COMPLETED);
  });

  it('undoes once when every transaction dies in the middle of a compensation', async () => {
    world.answers = ['declined'];
    await start();
    app.watch.sabotage = { at: 'booking.seat.undone', run: endTransactions };
    const id = await app.settled();
    expect(app.watch.seen.filter((point) => point === 'booking.seat.undone').length).toBeGreaterThan(1);
    expect(await app.diary('seat', id)).toEqual(['took 1', 'given back']);
  });

  it('refuses to do what was undone before it was asked for', async () => {
    await start(false);
    const id = newId();
    const failure = { step: 'till', reason: 'declined' };
    const undone =
      style === 'choreography'
        ? () =>
            hand('seat', 'till.booking-progress', id, {
              step: 'till',
              phase: 'failed',
              context: context(id),
              failure,
            })
        : () =>
            hand('seat', 'seat.booking-step', id, {
              step: 'seat',
              phase: 'undo',
              commandId: newId(),
              context: context(id),
              failure,
            });
    const asked =
      style === 'choreography'
        ? () =>
            hand('seat', 'desk.booking-progress', id, { step: 'ask', phase: 'done', context: context(id) })
        : () =>
            hand('seat', 'seat.booking-step', id, {
              step: 'seat',
              phase: 'do',
              commandId: newId(),
              context: context(id),
            });
    await undone();
    await asked();
    expect(await app.diary('seat', id)).toEqual([]);
    expect(await app.query('seat', 'SELECT FROM seat.hold WHERE trip = $1', [id])).toEqual([]);
    // In a choreography everybody has heard already that it failed.
    const said = (await new Postman(app).messages(id)).map(({ data }) => JSON.stringify(data));
    expect(said.some((data) => data.includes('cancelled'))).toBe(style === 'orchestration');
    await undone();
    expect(await app.diary('seat', id)).toEqual([]);
  });

  it('undoes what it no longer knows to have done', async () => {
    await start();
    world.answers = ['unknown', 'unknown', 'unknown', 'declined'];
    const id = await app.begin();
    await waitUntil('the till was asked', () => world.asked.length > 0);
    await app.query('seat', 'DELETE FROM seat.participant_log WHERE saga_id = $1', [id]);
    await app.untilEnded(id);
    expect(await app.diary('seat', id)).toEqual(['took 1', 'given back']);
  });

  it('asks for people when a compensation keeps failing, and goes on when they say so', async () => {
    world.answers = ['declined'];
    world.breaks.set('given back', 1_000);
    await start();
    const id = await app.begin();
    const giveBack = async () => (await app.open()).find(({ module }) => module === 'seat');
    await waitUntil('it was tried', async () => ((await giveBack())?.failures ?? 0) > 0);
    expect((await giveBack())?.needsAttention).toBe(false);
    await waitUntil('it was tried often', async () => {
      if ((await giveBack())?.needsAttention !== true) await app.runtime.retry(id);
      return (await giveBack())?.needsAttention === true;
    });
    expect(await giveBack()).toMatchObject({
      ...{ sagaId: id, type: 'booking', what: 'undo seat', state: 'insist', needsAttention: true },
      error: 'Error: cannot write "given back"',
    });
    expect((await app.runtime.pending()).needsAttention).toBeGreaterThan(0);
    expect(await app.runtime.list({ needsAttention: true })).toContainEqual(await giveBack());
    world.breaks.clear();
    expect(await app.runtime.retry(id)).toBeGreaterThan(0);
    await app.untilEnded(id);
    expect(await app.diary('seat', id)).toEqual(['took 1', 'given back']);
    expect(await app.runtime.pending()).toEqual({ pending: 0, needsAttention: 0 });
  });

  it.each([
    ['confirm', 'confirmed', []],
    ['undo seat', 'given back', ['declined']],
  ])('insists on what may not be refused: %s', async (what, refused, answers) => {
    world.refusals.set(refused, 'never');
    world.answers = [...answers];
    await start();
    const id = await app.begin();
    const task = async () => (await app.open()).find((open) => open.what === what);
    await waitUntil('it was tried', async () => (await task()) !== undefined);
    expect((await task())?.error).toContain('never');
    world.refusals.clear();
    await app.untilEnded(id);
    expect(await app.diary('seat', id)).toEqual(['took 1', refused]);
  });

  it('lets the subject do nothing before it has begun', async () => {
    world.breaks.set('open', 4);
    await start();
    const id = await app.settled();
    expect(await app.diaries(id)).toEqual(COMPLETED);
  });

  it('asks for people when a saga gets no further for a minute', async () => {
    world.answers = Array.from({ length: 1_000 }, () => 'unknown');
    await start();
    const id = await app.begin();
    const saga = async () => (await app.open()).find(({ what }) => what === 'saga');
    await waitUntil('it is open', async () => (await saga()) !== undefined);
    await waitUntil('the till was asked', () => world.asked.length > 0);
    expect(await saga()).toMatchObject({
      sagaId: id,
      module: 'trip',
      state: 'running',
      needsAttention: false,
    });
    if (style === 'orchestration') expect((await saga())?.waitsFor).toBe('till of till');
    await app.query('trip', `UPDATE trip.saga SET deadline = now() - interval '1 second' WHERE id = $1`, [
      id,
    ]);
    await waitUntil('people are asked for', async () => (await saga())?.needsAttention === true);
    await app.runtime.retry(id);
    expect((await saga())?.needsAttention).toBe(false);
    world.answers = [];
    await app.untilEnded(id);
  });

  it('lets go of what it has in hand when it dies, and the next process takes it up at once', async () => {
    world.tillMs = 100;
    await start(false);
    const id = newId();
    await app.query(
      'till',
      `INSERT INTO till.saga_work (saga_id, step, phase, type, def_version, kind, context, prepared, deadline, meta, due_at, claims, claimed_by)
       VALUES ($1, 'till', 'do', 'booking', 1, 'call', $2, $3, now() + interval '30 seconds', '{}', now() + interval '1 hour', 1, 'app-1')`,
      [
        id,
        JSON.stringify(context(id)),
        JSON.stringify({ needsCall: true, idempotencyKey: id, deadline: '2100-01-01T00:00:00Z' }),
      ],
    );
    await app.close();
    await start(false);
    await waitUntil('the till was asked', () => world.asked.includes(id));
    await waitUntil('it was concluded', async () => (await app.diary('till', id)).includes('captured'));
  });

  it('takes an answer from whoever holds the call, once, however many have called', async () => {
    world.tillMs = 200;
    await start();
    const id = await app.begin();
    for (let calls = 1; calls <= 3; calls += 1) {
      await waitUntil('the till is asked', () => world.asked.length === calls);
      await app.runtime.retry(id); // somebody else may call now, as if the first were dead
    }
    await app.untilEnded(id);
    expect(world.asked.length).toBeGreaterThan(2);
    expect(await app.diaries(id)).toEqual(COMPLETED);
  });

  it('tells of everything that came of a request under its correlation id, what was put off included', async () => {
    await start();
    world.seatsBehind = 4;
    const begun = await Promise.all(
      [newId(), newId(), newId()].map(async (correlationId) => ({
        correlationId,
        id: await withMessageContext({ correlationId }, () => app.begin()),
      })),
    );
    await app.untilQuiet();
    for (const { id, correlationId } of begun) {
      const messages = await new Postman(app).messages(id);
      expect(messages.length).toBeGreaterThan(5);
      expect(new Set(messages.map((message) => message.correlationId))).toEqual(new Set([correlationId]));
    }
  });

  it('goes on when one of two replicas goes, and doubles nothing', async () => {
    await start();
    const rival = await BookingApp.start(style, places, world, { owner: 'app-2' });
    try {
      world.tillMs = 20;
      const ids = await Promise.all(
        Array.from({ length: 30 }, (_, n) => (n % 2 === 0 ? app : rival).begin()),
      );
      await waitUntil('the till is asked', () => world.asked.length > 5);
      await rival.close();
      await app.untilQuiet();
      for (const id of ids) expect(await app.diaries(id)).toEqual(COMPLETED);
    } finally {
      await rival.close().catch(() => undefined);
    }
  });

  it('ends a saga under the version of the definition that it began with', async () => {
    await start(false);
    const id = await app.begin();
    await app.close();
    const next = {
      ...booking,
      version: 2,
      steps: booking.steps.slice(0, 4) as unknown as typeof booking.steps,
    };
    app = await BookingApp.start(style, places, world, { definitions: [booking, next] });
    const later = await app.begin();
    await app.untilQuiet();
    expect(await app.diaries(id)).toEqual(COMPLETED);
    expect(await app.diaries(later)).toEqual({ ...COMPLETED, seat: ['took 1'], mail: [] });
  });

  it('sends commands that nobody answers again under the same id, and takes one answer', async () => {
    if (style === 'choreography') return start(false); // nobody sends commands
    await start(false);
    const id = await app.begin();
    const postman = new Postman(app);
    const [begin] = await postman.waiting(id);
    if (begin) await postman.deliver(begin);
    await app.query('trip', `UPDATE trip.saga_step SET due_at = now() WHERE saga_id = $1`, [id]);
    const commands = async () =>
      (await postman.messages(id)).filter(({ type }) => type === 'seat.booking-step');
    await waitUntil('it was sent again', async () => (await commands()).length === 2);
    const ids = (await commands()).map(({ data }) => (data as { commandId: string }).commandId);
    const saga = { id, type: 'booking', version: 1 };
    expect(ids).toEqual([commandIdOf({ saga, step: 'seat', phase: 'do' }), ids[0]]);
    const seat = postman.consumer('seat');
    for (const message of await commands()) await postman.deliver({ consumer: seat, message });
    expect(await app.diary('seat', id)).toEqual(['took 1']);
    const replies = (await postman.messages(id)).filter(({ type }) => type === 'seat.booking-reply');
    expect(replies).toHaveLength(2);
    const version = async () =>
      (await app.query<{ version: number }>('trip', 'SELECT version FROM trip.saga WHERE id = $1', [id]))[0]
        ?.version;
    for (const message of replies) await postman.deliver({ consumer: postman.consumer('trip'), message });
    expect(await app.diary('trip', id)).toEqual(['open', 'planned']);
    expect(await version()).toBe(2);
  });

  it('forgets what is over when its time has come, and nothing before', async () => {
    await start();
    const [done, failed] = [await app.settled(), await app.settled({ seats: 10 })];
    world.answers = Array.from({ length: 1_000 }, () => 'unknown');
    const open = await app.begin();
    await waitUntil('it waits for the till', () => world.asked.includes(open));
    const left = async () => {
      const rows = await Promise.all(
        BOOKING_MODULES.map((module) =>
          app.query<{ id: string; what: string }>(
            module,
            `SELECT DISTINCT saga_id::text AS id, '${module} log' AS what FROM ${module}.participant_log
             UNION SELECT right(stream_id, 36), '${module} stream' FROM ${module}.stream_head WHERE stream_id LIKE '%saga-booking-%'
             ${module === 'trip' ? `UNION SELECT id::text, 'saga' FROM trip.saga UNION SELECT saga_id::text, 'step' FROM trip.saga_step` : ''}`,
          ),
        ),
      );
      return (id: string) =>
        rows
          .flat()
          .filter((row) => row.id === id)
          .map(({ what }) => what)
          .sort();
    };
    const sweep = async (days: number) => {
      for (const module of BOOKING_MODULES)
        for (const each of app.get(Retention).of(module)) await each(days, new AbortController().signal);
    };
    const before = await left();
    expect(before(done).length).toBeGreaterThan(8);
    await sweep(7);
    const after = await left();
    for (const id of [done, failed, open]) expect(after(id)).toEqual(before(id));
    // As if the days were over: messaging's own sweep has removed the messages, and the marks of what was received.
    for (const module of BOOKING_MODULES)
      for (const table of ['event', 'inbox'])
        await app.query(module, `DELETE FROM ${module}.${table} WHERE stream_id LIKE '%saga-booking-%'`);
    await sweep(-5);
    const rest = await left();
    expect(rest(done)).toEqual([]);
    expect(rest(failed)).toEqual([]);
    expect(rest(open)).toContain('saga');
    expect(rest(open)).toContain('till log');
    world.answers = [];
    await app.untilEnded(open);
    expect(await app.diaries(open)).toEqual(COMPLETED);
  });

  /** As a server does that shuts down: whoever is in a transaction loses it. */
  async function endTransactions(): Promise<void> {
    const client = new Client({ connectionString: places.databases[0]?.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`,
    );
    await client.end();
  }
});
