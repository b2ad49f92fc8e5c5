import { Command } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import { defineSaga } from '../definition/define-saga.js';
import type { Answer, Prepared } from '../definition/saga-definition.js';

/**
 * A saga of its own: a desk takes a request, a trip (the subject) opens, seats are taken, the trip is planned, an outside till
 * charges, the seats are confirmed and the tickets mailed; then the desk closes its request.
 */
export interface BookingContext {
  readonly tripId: string;
  readonly seats: number;
  readonly flights: readonly string[];
  readonly price: number;
  readonly taken?: number;
  readonly plan?: string;
  readonly number?: number;
}

export interface BookingRequest {
  readonly seats: number;
  readonly flights?: readonly string[];
  /** Nothing to charge when 0. */
  readonly price?: number;
}

/** What a participant is asked for: one command for all of them, told apart by what is to be noted in the diary. */
export class Note extends Command<StepOutcome<null>> {
  constructor(
    readonly module: string,
    readonly tripId: string,
    readonly what: string,
  ) {
    super();
  }
}
export class OpenTrip extends Command<StepOutcome<{ number: number }>> {
  constructor(readonly tripId: string) {
    super();
  }
}
export class PlanTrip extends Command<StepOutcome<{ plan: string }>> {
  constructor(readonly data: BookingContext) {
    super();
  }
}
export class TakeSeats extends Command<StepOutcome<{ taken: number }, { free: number }>> {
  constructor(
    readonly data: BookingContext,
    readonly lastAsk: boolean,
  ) {
    super();
  }
}
export class SettleSeats extends Command<StepOutcome<null>> {
  constructor(
    readonly tripId: string,
    readonly how: 'given back' | 'confirmed',
  ) {
    super();
  }
}
export class PrepareTill extends Command<StepOutcome<Prepared>> {
  constructor(readonly data: BookingContext) {
    super();
  }
}
export class AskTill extends Command<Answer> {
  constructor(readonly prepared: Prepared) {
    super();
  }
}
export class ConcludeTill extends Command<StepOutcome<null>> {
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
  (tripId: string, { seats, flights = [], price = 100 }: BookingRequest): BookingContext => ({
    ...{ tripId, seats, flights, price },
  }),
)
  .subject('trip', {
    begun: ({ tripId }) => new OpenTrip(tripId),
    take: (context, { number }) => ({ ...context, number }),
    failed: ({ tripId, number }, { step, reason }) =>
      new Note('trip', tripId, `failed at ${step}: ${reason} (${number})`),
    completed: ({ tripId, number }) => new Note('trip', tripId, `completed (${number})`),
  })
  .step('ask', {
    at: 'desk',
    kind: 'compensatable',
    command: ({ tripId, seats }) => new Note('desk', tripId, seats > 0 ? 'asked' : 'no seats'),
    compensation: ({ tripId }) => new Note('desk', tripId, 'unasked'),
  })
  .step('seat', {
    at: 'seat',
    kind: 'compensatable',
    command: (context, { lastAsk }) => new TakeSeats(context, lastAsk),
    take: (context, { taken }) => ({ ...context, taken }),
    takeRefusal: (context, { free }) => ({ ...context, taken: free }),
    compensation: ({ tripId }) => new SettleSeats(tripId, 'given back'),
  })
  .step('plan', {
    at: 'trip',
    kind: 'compensatable',
    command: (context) => new PlanTrip(context),
    take: (context, { plan }) => ({ ...context, plan }),
  })
  .external('till', {
    at: 'till',
    kind: 'pivot',
    prepare: (context) => new PrepareTill(context),
    call: (_context, prepared) => new AskTill(prepared),
    withoutCall: { status: 'captured' },
    conclude: ({ tripId }, _prepared, answer) => new ConcludeTill(tripId, answer),
  })
  .step('confirm', {
    at: 'seat',
    kind: 'retriable',
    command: ({ tripId }) => new SettleSeats(tripId, 'confirmed'),
  })
  .step('mail', {
    at: 'mail',
    kind: 'retriable',
    command: ({ tripId, plan, taken }) => new Note('mail', tripId, `mailed ${plan} to ${taken}`),
  })
  .onCompleted('desk', ({ tripId }) => new Note('desk', tripId, 'closed'))
  .onFailed('till', ({ tripId }) => new Note('till', tripId, 'abandoned'))
  .build();

export const BOOKING_MODULES = ['desk', 'trip', 'seat', 'till', 'mail'] as const;
