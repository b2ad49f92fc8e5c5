import { Command } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import type { PaymentMethod } from './payment-view.js';
import type { ProviderAnswer } from './provider-answer.js';

/** What is to be charged for an order. `cardToken` is the provider's opaque reference, needed for cards. */
export interface ChargeData {
  readonly orderId: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly method: PaymentMethod;
  readonly cardToken?: string | undefined;
}

export interface PreparedCharge {
  /** Counts the order's attempts from 1: another amount is another attempt. */
  readonly attempt: number;
  readonly idempotencyKey: string;
  /** False for a total of 0. */
  readonly needsCall: boolean;
  /** What is left of the 30 s after the order's first attempt, by the database's clock; 0 when they are over. */
  readonly askForMs: number;
}

/** Records the attempt before the provider hears of it. Same order and amount: the same attempt and key again. */
export class PrepareCharge extends Command<StepOutcome<PreparedCharge>> {
  constructor(readonly data: ChargeData & { readonly installments?: number | undefined }) {
    super();
  }
}

/** Asks the provider, for at most `timeoutMs` milliseconds. Touches no database. */
export class CallProvider extends Command<ProviderAnswer> {
  constructor(readonly data: ChargeData & { readonly charge: PreparedCharge; readonly timeoutMs: number }) {
    super();
  }
}

/** Records the provider's answer to an attempt. Refused as `payment-declined`, or `charge-abandoned` when it comes too late. */
export class ConcludeCharge extends Command<
  StepOutcome<{ readonly providerReference: string | null }, { readonly reason: string }>
> {
  constructor(
    readonly data: {
      readonly orderId: string;
      readonly attempt: number;
      readonly amountCents: number;
      readonly currency: string;
      readonly method: PaymentMethod;
      /** What was applied, one per line of the order that has a voucher. */
      readonly vouchersCents: readonly number[];
      readonly answer: ProviderAnswer;
    },
  ) {
    super();
  }
}

/** The order has failed: whatever the provider captured for it, or still will, is refunded. */
export class AbandonCharges extends Command<StepOutcome<null>> {
  constructor(
    readonly data: {
      readonly orderId: string;
      /** What it was to be charged, if it came to that: abandoned too, should nothing here know of it any more. */
      readonly charge?: ChargeData;
    },
  ) {
    super();
  }
}
