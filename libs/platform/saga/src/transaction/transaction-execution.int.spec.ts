import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { newId } from '@platform/domain';
import { createTestDatabase } from '@platform/embedded/testing';
import { CrashPoints, Databases, PersistenceModule } from '@platform/persistence';
import { Client } from 'pg';

import { SagaObserver } from '../saga-observer.js';
import { SagaRuntime } from '../saga-runtime.js';
import { SagaModule } from '../saga.module.js';
import { Sagas } from '../sagas.js';
import { booking, BookingModule, diaryOf, Till } from './booking.fixture.js';
import type { SagaEnd } from './saga-driver.js';

@Injectable()
class Recorder extends SagaObserver {
  readonly ends: SagaEnd[] = [];
  readonly failures: unknown[] = [];
  takenOverIds: string[] = [];
  override ended(_type: string, _id: string, end: SagaEnd): void {
    this.ends.push(end);
  }
  override takenOver(_type: string, id: string): void {
    this.takenOverIds.push(id);
  }
  override failed(_type: string, _id: string | undefined, error: unknown): void {
    this.failures.push(error);
  }
}

class Watch extends CrashPoints {
  readonly seen: string[] = [];
  /** Runs once, at the crash point of that name. */
  sabotage: { readonly at: string; readonly run: () => Promise<void> } | undefined;
  override async reached(name: string): Promise<void> {
    this.seen.push(name);
    if (this.sabotage?.at !== name) return;
    const { run } = this.sabotage;
    this.sabotage = undefined;
    await run();
  }
}

describe('a saga executed as a transaction', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let app: TestingModule;
  let watch: Watch;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    app = await start();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  async function start(): Promise<TestingModule> {
    watch = new Watch();
    const placement = {
      databases: [{ name: 'shared', url: database.url, pool: { max: 5 } }],
      modules: ['trip', 'seat'].map((module) => ({ module, database: 'shared', schema: module })),
    };
    const module = await Test.createTestingModule({
      imports: [
        PersistenceModule.forRoot(placement, watch),
        SagaModule.asTransaction({ definitions: [booking], observer: Recorder }),
        BookingModule,
      ],
    }).compile();
    return module.init();
  }

  const databases = () => app.get(Databases);
  const till = () => app.get(Till, { strict: false });
  const recorder = () => app.get<Recorder>(SagaObserver, { strict: false });
  const begin = async (seats = 1) => {
    const id = newId();
    const unit = databases().unitOfWork('trip');
    await unit.run(() => app.get(Sagas).begin('booking', id, { seats }));
    return id;
  };
  const settle = (id: string) => app.get(SagaRuntime).settled(id, 20_000);
  const diaries = async (id: string) => ({
    trip: await diaryOf(databases(), 'trip', id),
    seat: await diaryOf(databases(), 'seat', id),
  });

  it('commits every step and the outcome together', async () => {
    const id = await begin();
    const ended = settle(id);
    expect((await diaries(id)).trip.slice(0, 2)).toEqual(['asked', 'open']);
    await ended;
    expect(await diaries(id)).toEqual({
      trip: ['asked', 'open', 'completed'],
      seat: ['attempt', 'took 1', 'captured', 'thanked'].sort(bySequence),
    });
    expect(recorder().ends).toEqual([{ outcome: 'completed' }]);
    expect(await app.get(SagaRuntime).pending()).toEqual({ pending: 0, needsAttention: 0 });
  });

  it('leaves nothing of a refused step, and compensates only what was committed before', async () => {
    const id = await begin(10);
    await settle(id);
    expect(recorder().ends).toEqual([{ outcome: 'failed', failedAt: 'seat' }]);
    expect(await diaries(id)).toEqual({
      trip: ['asked', 'open', 'failed at seat: sold-out', 'unasked'],
      seat: ['abandoned'],
    });
  });

  it('keeps the outside’s refusal with the outcome, and the attempt although its transaction rolled back', async () => {
    till().answers = ['declined'];
    const id = await begin();
    await settle(id);
    expect(await diaries(id)).toEqual({
      trip: ['asked', 'open', 'failed at till: declined', 'unasked'],
      seat: ['attempt', 'declined', 'abandoned'],
    });
  });

  it('asks again under the same key when no answer came, outside the transaction, and does the steps once', async () => {
    till().answers = ['unknown', 'unknown', 'captured'];
    const id = await begin();
    await settle(id);
    expect(till().asked).toEqual([id, id, id]);
    expect((await diaries(id)).seat.filter((what) => what === 'took 1')).toHaveLength(1);
    expect(recorder().ends).toEqual([{ outcome: 'completed' }]);
  });

  it('asks the outside for nothing when its transaction has died, since another may have ended the saga', async () => {
    watch.sabotage = { at: 'booking.till.prepared', run: endTransactions };
    const id = await begin();
    await settle(id);
    expect(watch.seen.slice(0, 3)).toEqual([
      'booking.seat.done',
      'booking.till.prepared',
      'booking.seat.done', // begun again, before anything was asked
    ]);
    expect(till().asked).toEqual([id]);
    expect((await diaries(id)).seat).toEqual(['attempt', 'took 1', 'attempt', 'captured', 'thanked']);
  });

  it('leaves the call for after the rollback when its rows have been locked for long', async () => {
    till().whileTakingSeats = () => new Promise((resolve) => setTimeout(resolve, 1_450));
    const id = await begin();
    await settle(id);
    expect(till().asked).toEqual([id]);
    const seen = (await diaries(id)).seat;
    expect(watch.seen.filter((point) => point === 'booking.till.called')).toHaveLength(2);
    expect(seen.filter((what) => what === 'took 1')).toHaveLength(1);
    expect(recorder().ends).toEqual([{ outcome: 'completed' }]);
  });

  it('fails at the deadline when the outside never answers', async () => {
    till().askForMs = 150;
    till().answers = Array.from({ length: 20 }, () => 'unknown');
    const id = await begin();
    await settle(id);
    expect((await diaries(id)).trip.at(-2)).toBe('failed at till: no-answer');
  });

  it.each(['ahead of', 'behind'])(
    'asks for as long as the participant says when the clock here is an hour %s the one there',
    async (side) => {
      const hour = side === 'behind' ? -3_600_000 : 3_600_000;
      const { now } = Date;
      jest.spyOn(Date, 'now').mockImplementation(() => now() + hour);
      till().askForMs = 5_000;
      till().answers = ['unknown', 'unknown', 'captured'];
      await settle(await begin());
      expect(recorder().ends).toEqual([{ outcome: 'completed' }]);

      till().askForMs = 150;
      till().answers = Array.from({ length: 20 }, () => 'unknown');
      await settle(await begin());
      expect(recorder().ends.at(-1)).toEqual({ outcome: 'failed', failedAt: 'till' });
    },
  );

  it('waits for what is late, outside the transaction', async () => {
    till().seatsBehind = 3;
    const id = await begin();
    await settle(id);
    expect((await diaries(id)).seat).toContain('took 1');
  });

  it('tries again what broke, and reports it', async () => {
    till().answers = [new Error('a bug'), new Error('a bug')];
    const id = await begin();
    await settle(id);
    expect(recorder().ends).toEqual([{ outcome: 'completed' }]);
    expect(recorder().failures).toHaveLength(2);
  });

  it('asks for attention when it has been pending for a minute, whatever keeps it', async () => {
    const unit = databases().unitOfWork('trip');
    const ids = await unit.run(() =>
      unit.query<{ id: string }>(
        `INSERT INTO trip.saga (id, type, def_version, context, claimed_until, begun_at)
         SELECT gen_random_uuid(), 'booking', 1, '{}', now() + interval '1 day', clock_timestamp() - age
           FROM unnest(ARRAY['50 seconds', '61 seconds', '1 hour']::interval[]) AS age RETURNING id`,
      ),
    );
    const counted = await app.get(SagaRuntime).pending();
    await unit.run(() => unit.query('DELETE FROM trip.saga WHERE id = ANY($1)', [ids.map(({ id }) => id)]));
    expect(counted).toEqual({ pending: 3, needsAttention: 2 });
  });

  it('begins nothing when the unit around it rolls back', async () => {
    const id = newId();
    await databases()
      .unitOfWork('trip')
      .run(async () => {
        await app.get(Sagas).begin('booking', id, { seats: 1 });
        throw new Error('changed my mind');
      })
      .catch(() => undefined);
    expect(await diaries(id)).toEqual({ trip: [], seat: [] });
    expect(await app.get(SagaRuntime).pending()).toEqual({ pending: 0, needsAttention: 0 });
  });

  it('takes over what a dead process left, and of several executions commits one', async () => {
    const id = await begin();
    await settle(id);
    const unit = databases().unitOfWork('trip');
    const orphan = newId();
    await unit.run(() =>
      unit.query(
        `INSERT INTO trip.saga (id, type, def_version, context, claimed_until) VALUES ($1, 'booking', 1, $2, now() - interval '1 second')`,
        [orphan, JSON.stringify({ tripId: orphan, seats: 2 })],
      ),
    );
    const rival = await start();
    try {
      await untilEnded(orphan);
      expect((await diaries(orphan)).trip).toEqual(['completed']);
    } finally {
      await rival.close();
    }
  });

  it('takes over all that a crash left at one look', async () => {
    const orphans = Array.from({ length: 60 }, newId);
    const unit = databases().unitOfWork('trip');
    const looks = recorder().takenOverIds.length;
    await unit.run(() =>
      unit.query(
        `INSERT INTO trip.saga (id, type, def_version, context, claimed_until)
         SELECT id, 'booking', 1, json_build_object('tripId', id, 'seats', 2), now() - interval '1 second' FROM unnest($1::uuid[]) AS id`,
        [orphans],
      ),
    );
    while (recorder().takenOverIds.length === looks) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(recorder().takenOverIds.slice(looks).sort()).toEqual([...orphans].sort());
    await Promise.all(orphans.map(untilEnded));
    const ends = await Promise.all(orphans.map((id) => diaryOf(databases(), 'trip', id)));
    expect(ends).toEqual(orphans.map(() => ['completed']));
  });

  it('lets go of what it leaves at a shutdown, so that the next process goes on at once', async () => {
    till().answers = Array.from({ length: 1_000 }, () => 'unknown');
    const id = await begin();
    await app.close();
    app = await start();
    await untilEnded(id);
    expect((await diaries(id)).trip.at(-1)).toBe('completed');
    expect(recorder().takenOverIds).toEqual([id]);
  }, 15_000);

  it('names its crash points', async () => {
    await settle(await begin());
    expect(watch.seen).toEqual([
      'booking.seat.done',
      'booking.till.prepared',
      'booking.till.called',
      'booking.till.done',
      'booking.t2.before-commit',
      'booking.t2.after-commit',
    ]);
  });

  /** As the server does when a transaction takes too long. */
  async function endTransactions(): Promise<void> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'idle in transaction'`,
    );
    await client.end();
  }

  async function untilEnded(id: string): Promise<void> {
    for (;;) {
      const [row] = await databases()
        .unitOfWork('trip')
        .read(() => databases().unitOfWork('trip').query('SELECT 1 FROM trip.saga WHERE id = $1', [id]));
      if (!row) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
});

/** Identity values are drawn when a row is written, not when it is committed. */
const WRITTEN = ['took 1', 'attempt', 'captured', 'thanked'];
function bySequence(left: string, right: string): number {
  return WRITTEN.indexOf(left) - WRITTEN.indexOf(right);
}
