import { expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { AttemptStatus, ChargeAttempt } from './charge-attempt.js';
import { Charges } from './charges.js';
import { Payment } from './payment.js';

const ATTEMPTS = 3;
const FINAL: ReadonlySet<AttemptStatus> = new Set(['declined', 'refunded', 'void']);

const attempts = Array.from({ length: ATTEMPTS }, (_, index): ChargeAttempt => {
  const n = index + 1;
  return {
    n,
    amountCents: n * 100,
    currency: 'EUR',
    method: 'boleto',
    idempotencyKey: `key ${n}`,
    status: 'prepared',
    chargeId: null,
    reason: null,
  };
});

const n = fc.integer({ min: 1, max: ATTEMPTS });
type Happening = (charges: Charges) => void;
/** Anything that commands, answers and the worker may bring, in any order and any number of times. */
const happening: fc.Arbitrary<Happening> = fc.oneof(
  n.map(
    (on): Happening =>
      (charges) =>
        void charges.conclude(on, { status: 'captured', chargeId: `ch ${on}` }, []),
  ),
  n.map(
    (on): Happening =>
      (charges) =>
        void charges.conclude(on, { status: 'declined', reason: 'no' }, []),
  ),
  n.map(
    (on): Happening =>
      (charges) =>
        void charges.conclude(on, { status: 'unknown', reason: 'lost' }, []),
  ),
  fc.constant<Happening>((charges) => charges.abandon()),
  n.map(
    (on): Happening =>
      (charges) =>
        charges.foundCaptured(on, `ch ${on}`),
  ),
  n.map(
    (on): Happening =>
      (charges) =>
        charges.foundDeclined(on, 'no', null),
  ),
  n.map(
    (on): Happening =>
      (charges) =>
        charges.refunded(on),
  ),
);

const statusesOf = (charges: Charges) => {
  const changed = new Map(charges.changes.map((attempt) => [attempt.n, attempt.status]));
  return attempts.map((attempt) => changed.get(attempt.n) ?? attempt.status);
};

it('whatever happens, one attempt at most pays for the order, and the payment shows which', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 20 }), (happenings) => {
      const charges = new Charges('order', attempts, new Payment('order'));
      for (const happen of happenings) {
        happen(charges);
        const paying = statusesOf(charges).flatMap((status, index) =>
          status === 'captured' ? [index + 1] : [],
        );
        expect(paying.length).toBeLessThanOrEqual(1);
        if (paying.length === 1)
          expect(charges.payment.state).toMatchObject({ status: 'captured', charge: { attempt: paying[0] } });
      }
    }),
  );
});

it('whatever happens, an attempt that is settled stays as it is', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 20 }), (happenings) => {
      const charges = new Charges('order', attempts, new Payment('order'));
      for (const happen of happenings) {
        const before = statusesOf(charges);
        happen(charges);
        const after = statusesOf(charges);
        before.forEach((status, index) => {
          if (FINAL.has(status)) expect(after[index]).toBe(status);
        });
      }
    }),
  );
});

it('once an order is abandoned and asked about, nothing of it is kept', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 20 }), (happenings) => {
      const charges = new Charges('order', attempts, new Payment('order'));
      for (const happen of happenings) happen(charges);
      charges.abandon();
      for (const { n: on } of attempts) {
        charges.foundCaptured(on, `ch ${on}`);
        charges.refunded(on);
      }
      expect(statusesOf(charges).every((status) => FINAL.has(status))).toBe(true);
      expect(charges.payment.state.status).not.toBe('captured');
    }),
  );
});
