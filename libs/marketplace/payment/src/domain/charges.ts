import { done, notYet, refused, type StepOutcome } from '@platform/domain';

import type { Charge, PaymentLine, ProviderAnswer } from '../contract/index.js';
import type { ChargeAttempt } from './charge-attempt.js';
import type { Payment } from './payment.js';

export type Conclusion = StepOutcome<
  { readonly providerReference: string | null },
  { readonly reason: string }
>;

/**
 * All attempts to charge one order, and the payment that came of them. Keeps the promise that at most one attempt pays for the
 * order, and that every other one is settled: never captured, or paid back.
 */
export class Charges {
  private readonly attempts: Map<number, ChargeAttempt>;
  private readonly changed = new Set<number>();

  constructor(
    readonly orderId: string,
    attempts: readonly ChargeAttempt[],
    readonly payment: Payment,
  ) {
    this.attempts = new Map(attempts.map((attempt) => [attempt.n, attempt]));
  }

  /** The attempts that are no longer as they were loaded. */
  get changes(): readonly ChargeAttempt[] {
    return [...this.changed].sort((a, b) => a - b).map((n) => this.attempt(n));
  }

  /** Takes the provider's answer to attempt `n` into the books; asked again, answers what it answered. */
  conclude(n: number, answer: ProviderAnswer, vouchersCents: readonly number[]): Conclusion {
    const attempt = this.attempt(n);
    if (attempt.status === 'prepared') return this.decide(attempt, answer, vouchersCents);
    if (attempt.status === 'captured') return done({ providerReference: attempt.chargeId });
    if (attempt.status === 'declined') return declined(attempt);
    return refused('charge-abandoned', { reason: 'charge-abandoned' });
  }

  /** The order failed: no attempt may keep money, not even a captured one. */
  abandon(): void {
    for (const attempt of this.attempts.values()) {
      if (attempt.status === 'prepared' || attempt.status === 'captured') this.giveUp(attempt);
    }
  }

  /** The provider turned out to have captured an abandoned attempt. */
  foundCaptured(n: number, chargeId: string): void {
    const attempt = this.attempt(n);
    if (attempt.status === 'abandoned') this.change({ ...attempt, status: 'refunding', chargeId });
  }

  /** The provider turned out to have declined an abandoned attempt. */
  foundDeclined(n: number, reason: string, chargeId: string | null): void {
    const attempt = this.attempt(n);
    if (attempt.status !== 'abandoned') return;
    this.change({ ...attempt, status: 'void', chargeId, reason });
    this.payment.decline(this.chargeOf(this.attempt(n)));
  }

  refunded(n: number): void {
    const attempt = this.attempt(n);
    if (attempt.status !== 'refunding') return;
    this.change({ ...attempt, status: 'refunded' });
    this.payment.refund(this.chargeOf(attempt));
  }

  private decide(
    attempt: ChargeAttempt,
    answer: ProviderAnswer,
    vouchersCents: readonly number[],
  ): Conclusion {
    switch (answer.status) {
      case 'unknown':
        return notYet(answer.reason);
      case 'declined': {
        const { reason, chargeId = null } = answer;
        const settled: ChargeAttempt = { ...attempt, status: 'declined', chargeId, reason };
        this.change(settled);
        this.payment.decline(this.chargeOf(settled, vouchersCents));
        return declined(settled);
      }
      case 'captured': {
        const chargeId = answer.chargeId === '' ? null : answer.chargeId;
        const settled: ChargeAttempt = { ...attempt, status: 'captured', chargeId };
        if (this.isPaid) {
          this.giveUp(settled);
          return refused('charge-abandoned', { reason: 'another attempt pays for the order' });
        }
        this.change(settled);
        for (const other of this.attempts.values()) if (other.status === 'prepared') this.giveUp(other);
        this.payment.capture(this.chargeOf(settled, vouchersCents));
        return done({ providerReference: chargeId });
      }
    }
  }

  private get isPaid(): boolean {
    return [...this.attempts.values()].some(({ status }) => status === 'captured');
  }

  private giveUp(attempt: ChargeAttempt): void {
    if (attempt.amountCents === 0) {
      this.change({ ...attempt, status: 'void' });
      if (attempt.status === 'captured') this.payment.refund(this.chargeOf(attempt));
      return;
    }
    this.change({ ...attempt, status: attempt.status === 'captured' ? 'refunding' : 'abandoned' });
  }

  private change(attempt: ChargeAttempt): void {
    this.attempts.set(attempt.n, attempt);
    this.changed.add(attempt.n);
  }

  private attempt(n: number): ChargeAttempt {
    const attempt = this.attempts.get(n);
    if (!attempt) throw new Error(`Order ${this.orderId} has no charge attempt ${n}.`);
    return attempt;
  }

  private chargeOf(attempt: ChargeAttempt, vouchersCents?: readonly number[]): Charge {
    const { n, amountCents, currency, method, chargeId } = attempt;
    const known = this.payment.state.charge;
    const vouchers: PaymentLine[] =
      vouchersCents?.map((cents) => ({ type: 'voucher', amountCents: cents })) ??
      (known?.attempt === n ? known.lines.filter(({ type }) => type === 'voucher') : []);
    return {
      orderId: this.orderId,
      attempt: n,
      amountCents,
      currency,
      providerReference: chargeId,
      lines: [{ type: method, amountCents }, ...vouchers],
    };
  }
}

function declined({ reason }: ChargeAttempt): Conclusion {
  return refused('payment-declined', { reason: reason ?? 'declined' });
}
