import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import type { ChargeData } from '../../contract/index.js';
import type { Charges } from '../../domain/charges.js';
import type { OwedAttempt } from '../../domain/owed-refunds.js';
import { PaymentGateway } from '../../domain/payment-gateway.js';
import { PaymentRepository } from '../../domain/payment.repository.js';

const CALL_MS = 5_000;

export type Settlement =
  | { readonly outcome: 'refunded' | 'void' }
  /** The provider could not be reached, or did not answer what can be relied on. */
  | { readonly outcome: 'unknown'; readonly reason: string };

/**
 * Settles one abandoned attempt with the provider. The only way to learn what became of it is to ask again under its own key:
 * an attempt that had reached the provider is answered as it was, one that had not is decided now; both end with nothing
 * taken. May be run any number of times, by anyone, from any point it was interrupted at.
 */
@Injectable()
export class SettleAttempt {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: PaymentRepository,
    private readonly gateway: PaymentGateway,
  ) {}

  async settle(owed: OwedAttempt, signal: AbortSignal): Promise<Settlement> {
    const call = { timeoutMs: CALL_MS, signal };
    let { chargeId } = owed;
    if (chargeId === null) {
      const { n } = owed;
      const answer = await this.gateway.charge(owed.idempotencyKey, askedOf(owed), call);
      if (answer.status === 'unknown') return { outcome: 'unknown', reason: answer.reason };
      if (answer.status === 'declined') {
        await this.record(owed, (charges) =>
          charges.foundDeclined(n, answer.reason, answer.chargeId ?? null),
        );
        return { outcome: 'void' };
      }
      await this.record(owed, (charges) => charges.foundCaptured(n, answer.chargeId));
      ({ chargeId } = answer);
    }
    const refund = { chargeId, amountCents: owed.amountCents };
    const answer = await this.gateway.refund(`refund-${owed.idempotencyKey}`, refund, call);
    if (answer.status === 'unknown') return { outcome: 'unknown', reason: answer.reason };
    await this.record(owed, (charges) => charges.refunded(owed.n));
    return { outcome: 'refunded' };
  }

  private record({ orderId }: OwedAttempt, found: (charges: Charges) => void): Promise<void> {
    return this.uow.run(
      async () => {
        const charges = await this.payments.load(orderId);
        if (!charges) throw new Error(`The charge attempts of order ${orderId} are gone.`);
        found(charges);
        await this.payments.save(charges);
      },
      { label: 'payment.settle' },
    );
  }
}

/** What the provider was, or would have been, asked for: another request under the same key would be refused. */
function askedOf({ orderId, amountCents, currency, method, cardToken }: OwedAttempt): ChargeData {
  return { orderId, amountCents, currency, method, ...(cardToken !== null && { cardToken }) };
}
