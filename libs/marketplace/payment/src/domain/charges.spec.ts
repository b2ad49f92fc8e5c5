import { describe, expect, it } from '@jest/globals';

import type { AttemptStatus, ChargeAttempt } from './charge-attempt.js';
import { Charges } from './charges.js';
import { Payment } from './payment.js';

const attempt = (n: number, status: AttemptStatus, rest: Partial<ChargeAttempt> = {}): ChargeAttempt => ({
  n,
  amountCents: 1_000 * n,
  currency: 'EUR',
  method: 'credit-card',
  idempotencyKey: `key ${n}`,
  status,
  chargeId: null,
  reason: null,
  ...rest,
});
const chargesOf = (...attempts: ChargeAttempt[]) => new Charges('order', attempts, new Payment('order'));
const changesOf = (charges: Charges) => charges.changes.map(({ n, status }) => [n, status]);
const eventsOf = (charges: Charges) => charges.payment.pullEvents();
const captured = { status: 'captured', chargeId: 'ch' } as const;

describe('concluding a charge', () => {
  it('captures: one line for the method over the whole amount, one per voucher', () => {
    const charges = chargesOf(attempt(1, 'prepared'));
    expect(charges.conclude(1, captured, [50, 25])).toEqual({
      outcome: 'done',
      result: { providerReference: 'ch' },
    });
    expect(changesOf(charges)).toEqual([[1, 'captured']]);
    expect(eventsOf(charges)).toEqual([
      {
        type: 'payment.captured',
        data: {
          orderId: 'order',
          attempt: 1,
          amountCents: 1_000,
          currency: 'EUR',
          providerReference: 'ch',
          lines: [
            { type: 'credit-card', amountCents: 1_000 },
            { type: 'voucher', amountCents: 50 },
            { type: 'voucher', amountCents: 25 },
          ],
        },
      },
    ]);
  });

  it('gives up every other attempt over the same order, since one pays for it', () => {
    const charges = chargesOf(
      attempt(1, 'prepared'),
      attempt(2, 'declined'),
      attempt(3, 'prepared', { amountCents: 0 }),
      attempt(4, 'prepared'),
    );
    charges.conclude(4, captured, []);
    expect(changesOf(charges)).toEqual([
      [1, 'abandoned'],
      [3, 'void'],
      [4, 'captured'],
    ]);
  });

  it('captures a total of 0 without a reference', () => {
    const charges = chargesOf(attempt(1, 'prepared', { amountCents: 0 }));
    expect(charges.conclude(1, { status: 'captured', chargeId: '' }, [])).toEqual({
      outcome: 'done',
      result: { providerReference: null },
    });
    expect(charges.payment.state).toMatchObject({ status: 'captured', charge: { amountCents: 0 } });
  });

  it('declines with the provider’s reason, and answers the same again', () => {
    const charges = chargesOf(attempt(1, 'prepared'));
    const refusal = { outcome: 'refused', reason: 'payment-declined', details: { reason: 'no funds' } };
    expect(charges.conclude(1, { status: 'declined', reason: 'no funds' }, [])).toEqual(refusal);
    expect(charges.conclude(1, captured, [])).toEqual(refusal);
    expect(eventsOf(charges).map(({ type }) => type)).toEqual(['payment.declined']);
  });

  it('answers a captured attempt the same again and records nothing more', () => {
    const charges = chargesOf(attempt(1, 'captured', { chargeId: 'first' }));
    expect(charges.conclude(1, captured, [])).toEqual({
      outcome: 'done',
      result: { providerReference: 'first' },
    });
    expect([changesOf(charges), eventsOf(charges)]).toEqual([[], []]);
  });

  it('pays back what was captured for an order that another attempt pays for', () => {
    const charges = chargesOf(attempt(1, 'captured'), attempt(2, 'prepared'));
    expect(charges.conclude(2, captured, [])).toMatchObject({
      outcome: 'refused',
      reason: 'charge-abandoned',
    });
    expect(changesOf(charges)).toEqual([[2, 'refunding']]);
  });

  it('decides nothing without an answer', () => {
    const charges = chargesOf(attempt(1, 'prepared'));
    expect(charges.conclude(1, { status: 'unknown', reason: 'timeout' }, [])).toEqual({
      outcome: 'not-yet',
      reason: 'timeout',
    });
    expect(changesOf(charges)).toEqual([]);
  });

  it.each<AttemptStatus>(['abandoned', 'refunding', 'refunded', 'void'])(
    'refuses an answer that comes when the attempt is %s',
    (status) => {
      const charges = chargesOf(attempt(1, status));
      expect(charges.conclude(1, captured, [])).toMatchObject({
        outcome: 'refused',
        reason: 'charge-abandoned',
      });
      expect([changesOf(charges), eventsOf(charges)]).toEqual([[], []]);
    },
  );
});

describe('abandoning the charges of an order', () => {
  it('gives up what is not known to be declined, captured money included', () => {
    const charges = chargesOf(
      attempt(1, 'prepared'),
      attempt(2, 'declined'),
      attempt(3, 'captured', { chargeId: 'ch' }),
      attempt(4, 'prepared', { amountCents: 0 }),
    );
    charges.abandon();
    expect(changesOf(charges)).toEqual([
      [1, 'abandoned'],
      [3, 'refunding'],
      [4, 'void'],
    ]);
  });

  it('does nothing the second time, however far the refund has come', () => {
    const charges = chargesOf(
      attempt(1, 'abandoned'),
      attempt(2, 'refunding'),
      attempt(3, 'refunded'),
      attempt(4, 'void'),
    );
    charges.abandon();
    expect(changesOf(charges)).toEqual([]);
  });

  it('undoes a payment of nothing at once', () => {
    const charges = chargesOf(attempt(1, 'captured', { amountCents: 0 }));
    charges.abandon();
    expect(changesOf(charges)).toEqual([[1, 'void']]);
    expect(charges.payment.state.status).toBe('refunded');
  });
});

describe('settling an abandoned attempt', () => {
  it('is refunded when the provider had captured it', () => {
    const charges = chargesOf(attempt(1, 'abandoned'));
    charges.foundCaptured(1, 'late');
    expect(changesOf(charges)).toEqual([[1, 'refunding']]);
    expect(eventsOf(charges)).toEqual([]);
    charges.refunded(1);
    expect(changesOf(charges)).toEqual([[1, 'refunded']]);
    expect(charges.payment.state).toMatchObject({
      status: 'refunded',
      charge: { providerReference: 'late', lines: [{ type: 'credit-card', amountCents: 1_000 }] },
    });
  });

  it('is void when the provider had declined it', () => {
    const charges = chargesOf(attempt(1, 'abandoned'));
    charges.foundDeclined(1, 'no funds', 'ch');
    expect(changesOf(charges)).toEqual([[1, 'void']]);
    expect(charges.payment.state.status).toBe('declined');
  });

  it('leaves the payment captured when it was another attempt that was paid back', () => {
    const charges = chargesOf(attempt(1, 'prepared'), attempt(2, 'prepared'));
    charges.conclude(2, captured, [10]);
    charges.foundCaptured(1, 'stray');
    charges.refunded(1);
    expect(charges.payment.state).toMatchObject({
      status: 'captured',
      charge: { attempt: 2, providerReference: 'ch' },
    });
    expect(eventsOf(charges).map(({ type, data }) => [type, data.attempt])).toEqual([
      ['payment.captured', 2],
      ['payment.refunded', 1],
    ]);
  });

  it('keeps the lines of a captured payment that is paid back', () => {
    const charges = chargesOf(attempt(1, 'prepared'));
    charges.conclude(1, captured, [10]);
    charges.abandon();
    charges.refunded(1);
    expect(charges.payment.state.status).toBe('refunded');
    expect(charges.payment.state.charge?.lines).toEqual([
      { type: 'credit-card', amountCents: 1_000 },
      { type: 'voucher', amountCents: 10 },
    ]);
  });

  it('counts once, whoever finds out twice', () => {
    const charges = chargesOf(attempt(1, 'abandoned'));
    for (let n = 0; n < 2; n += 1) {
      charges.foundCaptured(1, 'ch');
      charges.refunded(1);
    }
    charges.foundDeclined(1, 'no funds', null);
    expect(eventsOf(charges).map(({ type }) => type)).toEqual(['payment.refunded']);
  });
});

it('a payment replayed from its events is the payment it was', () => {
  const charges = chargesOf(attempt(1, 'prepared'), attempt(2, 'prepared'));
  charges.conclude(2, captured, []);
  charges.foundCaptured(1, 'stray');
  charges.refunded(1);
  const { state, version } = charges.payment;
  const replayed = new Payment('order');
  replayed.replay(eventsOf(charges));
  expect([replayed.state, replayed.version]).toEqual([state, version]);
});
