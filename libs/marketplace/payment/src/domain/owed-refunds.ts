import type { ChargeAttempt } from './charge-attempt.js';

/** An abandoned attempt that a worker has claimed. */
export interface OwedAttempt extends ChargeAttempt {
  readonly orderId: string;
  /** Kept until the provider has answered: it must be asked again exactly as it was asked. */
  readonly cardToken: string | null;
  /** How often it has been claimed, this time included. */
  readonly claims: number;
}

/** What is still to be settled with the provider. Every method belongs into a unit of work of the payment module. */
export abstract class OwedRefunds {
  /** Up to `limit` attempts that are due, nobody else's for `leaseMs`; a worker that dies lets them go by that time. */
  abstract claim(limit: number, leaseMs: number): Promise<OwedAttempt[]>;

  /** Lets an attempt go unsettled, to be due again in `pauseMs`; without effect when someone else has claimed it since. */
  abstract postpone(attempt: OwedAttempt, pauseMs: number): Promise<void>;

  /** How many attempts could be claimed now. */
  abstract due(): Promise<number>;

  /** How many attempts are not settled, and since how many seconds the oldest one; 0 when there is none. */
  abstract backlog(): Promise<{ pending: number; oldestSeconds: number }>;
}
