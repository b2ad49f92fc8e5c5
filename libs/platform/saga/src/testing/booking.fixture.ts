import { type DynamicModule, Injectable, Module } from '@nestjs/common';
import { CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import { done, notYet, refused, type StepOutcome } from '@platform/domain';
import { MessagingModule } from '@platform/messaging';
import { Databases, PersistenceModule, schemaOf, type UnitOfWork } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

import type { Answer, Prepared } from '../definition/saga-definition.js';
import {
  AskTill,
  BOOKING_MODULES,
  ConcludeTill,
  Note,
  OpenTrip,
  PlanTrip,
  PrepareTill,
  SettleSeats,
  TakeSeats,
} from './booking.saga.fixture.js';

/** The world around a booking, and what goes wrong in it; outlives the processes that work in it. */
export class World {
  /** What the till answers next; `captured` when there is nothing. */
  answers: (string | Error)[] = [];
  /** How long the till takes. */
  tillMs = 0;
  /** The till hangs until this resolves. */
  tillHangs: Promise<unknown> | undefined;
  readonly asked: string[] = [];
  askForMs = 30_000;
  /** How often the seat map is still behind. */
  seatsBehind = 0;
  /** How often writing something into a diary fails yet, by what is written. */
  readonly breaks = new Map<string, number>();
  /** What a participant refuses, by what is written into the diary, and why. */
  readonly refusals = new Map<string, string>();
  /** Runs once, in the participant, as a queue for locked rows would. */
  whileTakingSeats: (() => Promise<unknown>) | undefined;

  /** @throws Error as often as it was asked to */
  mayBreak(what: string): void {
    const left = this.breaks.get(what) ?? 0;
    if (left <= 0) return;
    this.breaks.set(what, left - 1);
    throw new Error(`cannot write "${what}"`);
  }
}

class CreateDiary1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE ${schemaOf(runner)}.entry (n bigint GENERATED ALWAYS AS IDENTITY, trip uuid NOT NULL, what text NOT NULL)`,
    );
  }
  async down(): Promise<void> {
    // The test drops its database.
  }
}
class CreateFlights1767225600100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    await runner.query(`CREATE TABLE ${s}.flight (id text PRIMARY KEY, free int NOT NULL CHECK (free >= 0))`);
    await runner.query(
      `CREATE TABLE ${s}.hold (trip uuid PRIMARY KEY, flights text[] NOT NULL, seats int NOT NULL, status text NOT NULL)`,
    );
  }
  async down(): Promise<void> {
    // The test drops its database.
  }
}

@Injectable()
class Diary {
  constructor(
    private readonly databases: Databases,
    private readonly world: World,
  ) {}

  unit(module: string): UnitOfWork {
    return this.databases.unitOfWork(module);
  }

  async note(module: string, trip: string, what: string): Promise<void> {
    const unit = this.unit(module);
    await unit.run(() =>
      unit.query(`INSERT INTO ${module}.entry (trip, what) VALUES ($1, $2)`, [trip, what]),
    );
    this.world.mayBreak(what);
  }

  async noteOnce(module: string, trip: string, what: string): Promise<void> {
    const unit = this.unit(module);
    await unit.run(async () => {
      const known = await unit.query(`SELECT FROM ${module}.entry WHERE trip = $1 AND what = $2`, [
        trip,
        what,
      ]);
      if (known.length === 0) await this.note(module, trip, what);
    });
  }
}

@CommandHandler(Note)
class NoteHandler implements ICommandHandler<Note> {
  constructor(
    private readonly diary: Diary,
    private readonly world: World,
  ) {}
  async execute({ module, tripId, what }: Note): Promise<StepOutcome<null>> {
    if (what === 'no seats') return refused('nothing-asked', undefined);
    const reason = this.world.refusals.get(what);
    if (reason !== undefined) return refused(reason, undefined);
    await this.diary.note(module, tripId, what);
    return done(null);
  }
}

@CommandHandler(OpenTrip)
class OpenTripHandler implements ICommandHandler<OpenTrip> {
  constructor(private readonly diary: Diary) {}
  async execute({ tripId }: OpenTrip): Promise<StepOutcome<{ number: number }>> {
    await this.diary.note('trip', tripId, 'open');
    return done({ number: 7 });
  }
}

/** As an order does it: it can be planned only when it is open. */
@CommandHandler(PlanTrip)
class PlanTripHandler implements ICommandHandler<PlanTrip> {
  constructor(
    private readonly diary: Diary,
    private readonly world: World,
  ) {}
  execute({ data: { tripId, taken } }: PlanTrip): Promise<StepOutcome<{ plan: string }>> {
    const unit = this.diary.unit('trip');
    return unit.run(async () => {
      const open = await unit.query(`SELECT FROM trip.entry WHERE trip = $1 AND what = 'open'`, [tripId]);
      if (open.length === 0) return refused('trip-unknown', undefined);
      const reason = this.world.refusals.get('planned');
      if (reason !== undefined) return refused(reason, undefined);
      await this.diary.note('trip', tripId, 'planned');
      return done({ plan: `plan for ${taken}` });
    });
  }
}

@CommandHandler(TakeSeats)
class TakeSeatsHandler implements ICommandHandler<TakeSeats> {
  constructor(
    private readonly diary: Diary,
    private readonly world: World,
  ) {}
  execute({
    data: { tripId, seats, flights },
    lastAsk,
  }: TakeSeats): Promise<StepOutcome<{ taken: number }, { free: number }>> {
    const unit = this.diary.unit('seat');
    return unit.run(async () => {
      if (seats > 9) return refused('sold-out', { free: 9 });
      if (this.world.seatsBehind > 0 && !lastAsk) {
        this.world.seatsBehind -= 1;
        return notYet('seat-map-behind');
      }
      const wait = this.world.whileTakingSeats;
      this.world.whileTakingSeats = undefined;
      await wait?.();
      const rows = await unit.query<{ free: number }>(
        `SELECT free FROM seat.flight WHERE id = ANY ($1) ORDER BY id FOR UPDATE`,
        [flights],
      );
      if (rows.some(({ free }) => free < seats))
        return refused('sold-out', { free: Math.min(...rows.map(({ free }) => free)) });
      await unit.query(`UPDATE seat.flight SET free = free - $2 WHERE id = ANY ($1)`, [flights, seats]);
      await unit.query(`INSERT INTO seat.hold (trip, flights, seats, status) VALUES ($1, $2, $3, 'held')`, [
        tripId,
        flights,
        seats,
      ]);
      await this.diary.note('seat', tripId, `took ${seats}`);
      return done({ taken: seats });
    });
  }
}

/** Gives back, or confirms, what is held; without a hold there is nothing to give back. */
@CommandHandler(SettleSeats)
class SettleSeatsHandler implements ICommandHandler<SettleSeats> {
  constructor(
    private readonly diary: Diary,
    private readonly world: World,
  ) {}
  execute({ tripId, how }: SettleSeats): Promise<StepOutcome<null>> {
    const unit = this.diary.unit('seat');
    return unit.run(async () => {
      const reason = this.world.refusals.get(how);
      if (reason !== undefined) return refused(reason, undefined);
      const held = await unit.query<{ flights: string[]; seats: number }>(
        `UPDATE seat.hold SET status = $2 WHERE trip = $1 AND status = 'held' RETURNING flights, seats`,
        [tripId, how],
      );
      for (const { flights, seats } of held) {
        if (how === 'given back')
          await unit.query(
            `UPDATE seat.flight SET free = free + $2 WHERE id IN (
               SELECT id FROM seat.flight WHERE id = ANY ($1) ORDER BY id FOR UPDATE)`,
            [flights, seats],
          );
        await this.diary.note('seat', tripId, how);
      }
      return done(null);
    });
  }
}

@CommandHandler(PrepareTill)
class PrepareTillHandler implements ICommandHandler<PrepareTill> {
  constructor(
    private readonly diary: Diary,
    private readonly world: World,
  ) {}
  async execute({ data: { tripId, price } }: PrepareTill): Promise<StepOutcome<Prepared>> {
    const reason = this.world.refusals.get('attempt');
    if (reason !== undefined) return refused(reason, undefined);
    await this.diary.noteOnce('till', tripId, 'attempt');
    return done({
      needsCall: price > 0,
      idempotencyKey: tripId,
      askForMs: this.world.askForMs,
    });
  }
}

@CommandHandler(AskTill)
class AskTillHandler implements ICommandHandler<AskTill> {
  constructor(private readonly world: World) {}
  async execute({ prepared }: AskTill): Promise<Answer> {
    this.world.asked.push(prepared.idempotencyKey);
    await this.world.tillHangs;
    if (this.world.tillMs > 0) await new Promise((resolve) => setTimeout(resolve, this.world.tillMs));
    else await Promise.resolve();
    const answer = this.world.answers.shift() ?? 'captured';
    if (answer instanceof Error) throw answer;
    return { status: answer };
  }
}

@CommandHandler(ConcludeTill)
class ConcludeTillHandler implements ICommandHandler<ConcludeTill> {
  constructor(private readonly diary: Diary) {}
  async execute({ tripId, answer }: ConcludeTill): Promise<StepOutcome<null>> {
    await this.diary.note('till', tripId, answer.status);
    return answer.status === 'declined' ? refused('declined', undefined) : done(null);
  }
}

const tables = (name: string) => [
  PersistenceModule.forModule({
    name,
    migrations:
      name === 'seat' ? [CreateDiary1767225600000, CreateFlights1767225600100] : [CreateDiary1767225600000],
  }),
  MessagingModule.forModule({ name }),
];

/** All participants in one process, in the given world. */
@Module({})
export class BookingModule {
  static in(world: World): DynamicModule {
    return {
      module: BookingModule,
      imports: [CqrsModule, ...BOOKING_MODULES.flatMap(tables)],
      providers: [
        Diary,
        { provide: World, useValue: world },
        NoteHandler,
        OpenTripHandler,
        PlanTripHandler,
        TakeSeatsHandler,
        SettleSeatsHandler,
        PrepareTillHandler,
        AskTillHandler,
        ConcludeTillHandler,
      ],
    };
  }
}

/** What happened to a trip in one module, oldest first. */
export async function diaryOf(databases: Databases, module: string, trip: string): Promise<string[]> {
  const unit: UnitOfWork = databases.unitOfWork(module);
  const rows = await unit.read(() =>
    unit.query<{ what: string }>(`SELECT what FROM ${module}.entry WHERE trip = $1 ORDER BY n`, [trip]),
  );
  return rows.map(({ what }) => what);
}
