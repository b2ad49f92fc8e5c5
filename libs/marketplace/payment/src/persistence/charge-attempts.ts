import type { UnitOfWork } from '@platform/persistence';

import type { ChargeData } from '../contract/index.js';
import { type ChargeAttempt, OWED } from '../domain/charge-attempt.js';
import { PaymentConcurrencyError, type PreparedAttempt } from '../domain/payment.repository.js';
import type { RefundSignal } from '../features/refund-abandoned/refund-signal.js';
import { loadAttemptsSql, prepareAttemptSql } from './payment.sql.js';

/** The attempts at the provider: work to be done outside, kept as rows whichever way payments are kept. */
export class ChargeAttempts {
  private readonly prepareSql: string;
  private readonly loadSql: string;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly signal: RefundSignal,
  ) {
    const s = `"${uow.schema}"`;
    this.prepareSql = prepareAttemptSql(s);
    this.loadSql = loadAttemptsSql(s);
  }

  async prepare(charge: ChargeData): Promise<PreparedAttempt> {
    const { orderId, amountCents, currency, method, cardToken = null } = charge;
    const parameters = [orderId, amountCents, currency, method, cardToken];
    // Another statement sees what its rival has added.
    for (let tries = 1; tries <= 3; tries += 1) {
      const [attempt] = await this.uow.query<PreparedAttempt>(this.prepareSql, parameters);
      if (attempt) return attempt;
    }
    throw new PaymentConcurrencyError(orderId);
  }

  /** The order's attempts, locked until the unit ends. */
  load(orderId: string): Promise<ChargeAttempt[]> {
    return this.uow.query<ChargeAttempt>(this.loadSql, [orderId]);
  }

  /** To be called with what is saved: wakes the worker when some of it is owed. */
  announce(changes: readonly ChargeAttempt[]): void {
    if (changes.some(({ status }) => OWED.includes(status))) this.uow.afterCommit(() => this.signal.raise());
  }
}
