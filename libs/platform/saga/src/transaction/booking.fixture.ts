import { Injectable, Module } from '@nestjs/common';
import { Command, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import { done, notYet, refused, type StepOutcome } from '@platform/domain';
import { Databases, PersistenceModule, schemaOf, UnitOfWork } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

import { defineSaga } from '../definition/define-saga.js';
import type { Answer, Prepared } from '../definition/saga-definition.js';

/** A small saga of its own: a trip (subject) that reserves a seat, charges at an outside till, and confirms the seat. */
export interface BookingContext {
  readonly tripId: string;
  readonly seats: number;
}

class OpenTrip extends Command<StepOutcome<null>> {
  constructor(readonly tripId: string) {
    super();
  }
}
class EndTrip extends Command<StepOutcome<null>> {
  constructor(
    readonly tripId: string,
    readonly status: string,
  ) {
    super();
  }
}
class TakeSeats extends Command<StepOutcome<null>> {
  constructor(
    readonly data: BookingContext,
    readonly lastAsk: boolean,
  ) {
    super();
  }
}
class PrepareTill extends Command<StepOutcome<Prepared>> {
  constructor(readonly tripId: string) {
    super();
  }
}
class AskTill extends Command<Answer> {
  constructor(readonly prepared: Prepared) {
    super();
  }
}
class ConcludeTill extends Command<StepOutcome<null>> {
  constructor(
    readonly tripId: string,
    readonly answer: Answer,
  ) {
    super();
  }
}

export const booking = defineSaga(
  'booking',
  1,
  (tripId: string, request: { seats: number }): BookingContext => ({ tripId, ...request }),
)
  .subject('trip', {
    begun: ({ tripId }) => new OpenTrip(tripId),
    take: (context) => context,
    failed: ({ tripId }, { step, reason }) => new EndTrip(tripId, `failed at ${step}: ${reason}`),
    completed: ({ tripId }) => new EndTrip(tripId, 'completed'),
  })
  .step('ask', {
    at: 'trip',
    kind: 'compensatable',
    command: ({ tripId }) => new EndTrip(tripId, 'asked'),
    compensation: ({ tripId }) => new EndTrip(tripId, 'unasked'),
  })
  .step('seat', {
    at: 'seat',
    kind: 'compensatable',
    command: (context, { lastAsk }) => new TakeSeats(context, lastAsk),
  })
  .external('till', {
    at: 'seat',
    kind: 'pivot',
    prepare: ({ tripId }) => new PrepareTill(tripId),
    call: (_context, prepared) => new AskTill(prepared),
    withoutCall: { status: 'captured' },
    conclude: ({ tripId }, _prepared, answer) => new ConcludeTill(tripId, answer),
  })
  .onCompleted('seat', ({ tripId }) => new ConcludeTill(tripId, { status: 'thanked' }))
  .onFailed('seat', ({ tripId }) => new ConcludeTill(tripId, { status: 'abandoned' }))
  .build();

/** The outside: what it answers next, and what it was asked. */
@Injectable()
export class Till {
  answers: (string | Error)[] = [];
  asked: string[] = [];
  seatsBehind = 0;
  /** Runs once, in the participant, as a queue for locked rows would. */
  whileTakingSeats: (() => Promise<void>) | undefined;
  askForMs = 30_000;
  /** Runs in the participant, inside the transaction over the steps. */
  sabotage: () => Promise<void> = () => Promise.resolve();
}

class CreateTrips1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE ${schemaOf(runner)}.entry (n bigint GENERATED ALWAYS AS IDENTITY, trip uuid NOT NULL, what text NOT NULL)`,
    );
  }
  async down(): Promise<void> {
    // The test drops its database.
  }
}

@Injectable()
class Diary {
  constructor(private readonly databases: Databases) {}

  async note(module: string, trip: string, what: string): Promise<void> {
    const unit = this.databases.unitOfWork(module);
    await unit.run(() =>
      unit.query(`INSERT INTO ${module}.entry (trip, what) VALUES ($1, $2)`, [trip, what]),
    );
  }
}

@CommandHandler(OpenTrip)
class OpenTripHandler implements ICommandHandler<OpenTrip> {
  constructor(private readonly diary: Diary) {}
  async execute({ tripId }: OpenTrip): Promise<StepOutcome<null>> {
    await this.diary.note('trip', tripId, 'open');
    return done(null);
  }
}
@CommandHandler(EndTrip)
class EndTripHandler implements ICommandHandler<EndTrip> {
  constructor(private readonly diary: Diary) {}
  async execute({ tripId, status }: EndTrip): Promise<StepOutcome<null>> {
    await this.diary.note('trip', tripId, status);
    return done(null);
  }
}
@CommandHandler(TakeSeats)
class TakeSeatsHandler implements ICommandHandler<TakeSeats> {
  constructor(
    private readonly diary: Diary,
    private readonly till: Till,
  ) {}
  async execute({ data, lastAsk }: TakeSeats): Promise<StepOutcome<null>> {
    if (data.seats > 9) return refused('sold-out', undefined);
    if (this.till.seatsBehind > 0 && !lastAsk) {
      this.till.seatsBehind -= 1;
      return notYet('seat-map-behind');
    }
    const wait = this.till.whileTakingSeats;
    this.till.whileTakingSeats = undefined;
    await wait?.();
    await this.diary.note('seat', data.tripId, `took ${data.seats}`);
    return done(null);
  }
}
@CommandHandler(PrepareTill)
class PrepareTillHandler implements ICommandHandler<PrepareTill> {
  constructor(
    private readonly diary: Diary,
    private readonly till: Till,
  ) {}
  async execute({ tripId }: PrepareTill): Promise<StepOutcome<Prepared>> {
    await this.diary.note('seat', tripId, 'attempt');
    return done({
      needsCall: true,
      idempotencyKey: tripId,
      askForMs: this.till.askForMs,
    });
  }
}
@CommandHandler(AskTill)
class AskTillHandler implements ICommandHandler<AskTill> {
  constructor(private readonly till: Till) {}
  async execute({ prepared }: AskTill): Promise<Answer> {
    await Promise.resolve();
    this.till.asked.push(prepared.idempotencyKey);
    const answer = this.till.answers.shift() ?? 'captured';
    if (answer instanceof Error) throw answer;
    return { status: answer };
  }
}
@CommandHandler(ConcludeTill)
class ConcludeTillHandler implements ICommandHandler<ConcludeTill> {
  constructor(
    private readonly diary: Diary,
    private readonly till: Till,
  ) {}
  async execute({ tripId, answer }: ConcludeTill): Promise<StepOutcome<null>> {
    await this.diary.note('seat', tripId, answer.status);
    if (answer.status === 'captured') await this.till.sabotage();
    return answer.status === 'declined' ? refused('declined', undefined) : done(null);
  }
}

@Module({
  imports: [
    CqrsModule,
    PersistenceModule.forModule({ name: 'trip', migrations: [CreateTrips1767225600000] }),
  ],
})
class TripModule {}

@Module({
  imports: [
    CqrsModule,
    TripModule,
    PersistenceModule.forModule({ name: 'seat', migrations: [CreateTrips1767225600000] }),
  ],
  providers: [
    Diary,
    Till,
    OpenTripHandler,
    EndTripHandler,
    TakeSeatsHandler,
    PrepareTillHandler,
    AskTillHandler,
    ConcludeTillHandler,
  ],
})
export class BookingModule {}

/** What happened to a trip, oldest first, per module. */
export async function diaryOf(databases: Databases, module: string, trip: string): Promise<string[]> {
  const unit: UnitOfWork = databases.unitOfWork(module);
  const rows = await unit.read(() =>
    unit.query<{ what: string }>(`SELECT what FROM ${module}.entry WHERE trip = $1 ORDER BY n`, [trip]),
  );
  return rows.map(({ what }) => what);
}
