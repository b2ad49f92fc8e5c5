import type { ChargeData } from '../contract/index.js';
import type { Charges } from './charges.js';

export interface PreparedAttempt {
  readonly n: number;
  readonly idempotencyKey: string;
  /** How long ago the order's first attempt was put on record, by the database's clock. */
  readonly firstAgoMs: number;
  /** The order has been given up. */
  readonly isAbandoned: boolean;
}

/** Keeps payments and the attempts behind them. Every method belongs into a unit of work of the payment module. */
export abstract class PaymentRepository {
  /** The order's attempt over this amount: the one on record, or the next one, with a key derived from order and number. */
  abstract prepare(charge: ChargeData): Promise<PreparedAttempt>;

  /** The order's attempts, locked until the unit ends, and its payment; `undefined` when nothing was attempted. */
  abstract load(orderId: string): Promise<Charges | undefined>;

  /**
   * Stores what changed and publishes the payment's events.
   * @throws PaymentConcurrencyError when the payment is no longer as it was loaded
   */
  abstract save(charges: Charges): Promise<void>;
}

export class PaymentConcurrencyError extends Error {
  override readonly name = 'PaymentConcurrencyError';

  constructor(orderId: string) {
    super(`The payment of order ${orderId} was changed by someone else since it was loaded; load it again.`);
  }
}
