import type { PaymentMethod } from '../contract/index.js';

/**
 * - `prepared`: on record; the provider may or may not have heard of it
 * - `captured`: pays for the order
 * - `declined`: the provider took nothing, and said so in time
 * - `abandoned`: must not pay for the order; whether the provider took money is to be found out
 * - `refunding`: the provider took money that is to be paid back
 * - `refunded`, `void`: abandoned and settled; paid back, or nothing had been taken
 */
export type AttemptStatus =
  'prepared' | 'captured' | 'declined' | 'abandoned' | 'refunding' | 'refunded' | 'void';

/** One attempt to charge an order: what the provider was, or will have been, asked for under one idempotency key. */
export interface ChargeAttempt {
  /** Counts the order's attempts from 1. */
  readonly n: number;
  readonly amountCents: number;
  readonly currency: string;
  readonly method: PaymentMethod;
  readonly idempotencyKey: string;
  readonly status: AttemptStatus;
  /** The provider's reference, once it has answered. */
  readonly chargeId: string | null;
  /** Why it was declined. */
  readonly reason: string | null;
}

/** Statuses of an attempt that the refund worker still has to do with. */
export const OWED: readonly AttemptStatus[] = ['abandoned', 'refunding'];
