import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { ChargeData, PaymentEvent } from '../contract/index.js';
import type { Charges } from './charges.js';
import type { OwedRefunds } from './owed-refunds.js';
import { Payment } from './payment.js';
import { PaymentConcurrencyError, type PaymentRepository } from './payment.repository.js';

export interface RepositoryUnderTest {
  readonly payments: PaymentRepository;
  readonly owed: OwedRefunds;
  readonly unit: UnitOfWork;
  readonly log: EventLog;
}

const captured = { status: 'captured', chargeId: 'ch' } as const;

/** What every implementation of {@link PaymentRepository} and {@link OwedRefunds} promises. */
export function paymentRepositoryContract(open: () => Promise<RepositoryUnderTest>): void {
  describe('a repository of payments', () => {
    let payments: PaymentRepository;
    let owed: OwedRefunds;
    let unit: UnitOfWork;
    let log: EventLog;

    beforeAll(async () => {
      ({ payments, owed, unit, log } = await open());
    });

    const prepare = (orderId: string, amountCents: number, rest: Partial<ChargeData> = {}) =>
      unit.run(() => payments.prepare({ orderId, amountCents, currency: 'EUR', method: 'boleto', ...rest }));
    const change = (orderId: string, work: (charges: Charges) => void) =>
      unit.run(async () => {
        const charges = await payments.load(orderId);
        if (!charges) throw new Error('There are no attempts.');
        work(charges);
        await payments.save(charges);
      });
    const claimed = (orderId: string, leaseMs = 60_000) =>
      unit.run(async () => (await owed.claim(100, leaseMs)).filter((attempt) => attempt.orderId === orderId));

    it('puts an amount on record once, and another amount as the next attempt', async () => {
      const orderId = newId();
      const first = await prepare(orderId, 500);
      const second = await prepare(orderId, 600);
      const { n, idempotencyKey } = first;
      expect(await prepare(orderId, 500)).toMatchObject({ n, idempotencyKey });
      expect([first.n, second.n]).toEqual([1, 2]);
      expect([first.idempotencyKey, second.idempotencyKey]).toEqual([
        `charge-${orderId}-1`,
        `charge-${orderId}-2`,
      ]);
    });

    it("measures every attempt from the order's first one", async () => {
      const orderId = newId();
      let { firstAgoMs } = await prepare(orderId, 500);
      expect(firstAgoMs).toBeLessThan(10_000);
      while (firstAgoMs < 50) ({ firstAgoMs } = await prepare(orderId, 500));
      expect((await prepare(orderId, 600)).firstAgoMs).toBeGreaterThan(firstAgoMs);
    });

    it('gives rivals that prepare the same at once the same attempt', async () => {
      const orderId = newId();
      const prepared = await Promise.all(Array.from({ length: 6 }, () => prepare(orderId, 700)));
      expect(new Set(prepared.map(({ n }) => n))).toEqual(new Set([1]));
    });

    it('gives rivals that prepare different amounts at once an attempt each', async () => {
      const orderId = newId();
      const prepared = await Promise.all([1, 2, 3].map((cents) => prepare(orderId, cents)));
      expect(prepared.map(({ n }) => n).sort()).toEqual([1, 2, 3]);
    });

    it('gives back what was stored, and publishes it', async () => {
      const orderId = newId();
      await prepare(orderId, 500);
      await change(orderId, (charges) => charges.conclude(1, captured, [20]));
      await change(orderId, ({ payment }) => {
        expect(payment.version).toBe(1);
        expect(payment.state).toEqual({
          status: 'captured',
          charge: {
            orderId,
            attempt: 1,
            amountCents: 500,
            currency: 'EUR',
            providerReference: 'ch',
            lines: [
              { type: 'boleto', amountCents: 500 },
              { type: 'voucher', amountCents: 20 },
            ],
          },
        });
      });
      const events = await unit.read(() => log.read(`payment-${orderId}`));
      expect(events.map(({ type, streamVersion }) => [type, streamVersion])).toEqual([
        ['payment.captured', 1],
      ]);
    });

    it('goes on in a unit from what that unit has saved, and publishes enough to rebuild the payment', async () => {
      const orderId = newId();
      await prepare(orderId, 0);
      await unit.run(async () => {
        await change(orderId, (charges) => charges.conclude(1, captured, []));
        await change(orderId, (charges) => charges.abandon());
        await change(orderId, ({ payment }) => expect(payment.version).toBe(2));
      });
      const published = await unit.read(() => log.read(`payment-${orderId}`));
      const rebuilt = new Payment(orderId);
      rebuilt.replay(published.map(({ type, data }) => ({ type, data }) as PaymentEvent));
      expect(rebuilt.state.status).toBe('refunded');
      await change(orderId, ({ payment }) => expect(payment.state).toEqual(rebuilt.state));
    });

    it('leaves nothing of a unit that fails', async () => {
      const orderId = newId();
      await prepare(orderId, 500);
      const failing = unit.run(async () => {
        await change(orderId, (charges) => charges.conclude(1, captured, []));
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      await change(orderId, (charges) => {
        expect(charges.payment.version).toBe(0);
        expect(charges.conclude(1, captured, [])).toMatchObject({ outcome: 'done' });
      });
      expect(await unit.read(() => log.read(`payment-${orderId}`))).toHaveLength(1);
    });

    it('lets one of rivals that conclude at once decide, and the others hear how', async () => {
      const orderId = newId();
      await prepare(orderId, 500);
      const answers = [captured, { status: 'declined', reason: 'no funds' }] as const;
      const told = await Promise.allSettled(
        [...answers, ...answers].map((answer) =>
          unit.run(async () => {
            const charges = await payments.load(orderId);
            const conclusion = charges?.conclude(1, answer, []);
            if (charges) await payments.save(charges);
            return conclusion?.outcome;
          }),
        ),
      );
      const outcomes = told.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
      expect(new Set(outcomes).size).toBe(1);
      expect(await unit.read(() => log.read(`payment-${orderId}`))).toHaveLength(1);
    });

    it('knows nothing of an order that was never charged', async () => {
      expect(await unit.run(() => payments.load(newId()))).toBeUndefined();
    });

    it('refuses to store a payment over a newer one', async () => {
      const orderId = newId();
      await prepare(orderId, 500);
      const stale = await unit.run(() => payments.load(orderId));
      await change(orderId, (charges) => charges.conclude(1, captured, []));
      stale?.conclude(1, { status: 'declined', reason: 'no funds' }, []);
      await expect(unit.run(() => (stale ? payments.save(stale) : Promise.resolve()))).rejects.toThrow(
        PaymentConcurrencyError,
      );
    });

    it('tells when an order has been given up', async () => {
      const orderId = newId();
      expect((await prepare(orderId, 500)).isAbandoned).toBe(false);
      await change(orderId, (charges) => charges.abandon());
      expect((await prepare(orderId, 500)).isAbandoned).toBe(true);
    });

    it('owes an abandoned attempt, with all that the provider was asked, until it is settled', async () => {
      const orderId = newId();
      const card = { method: 'credit-card', cardToken: 'tok' } as const;
      await prepare(orderId, 500, card);
      expect(await claimed(orderId)).toEqual([]);
      await change(orderId, (charges) => charges.abandon());
      expect(await claimed(orderId, 0)).toMatchObject([
        { n: 1, status: 'abandoned', amountCents: 500, currency: 'EUR', ...card, claims: 1 },
      ]);
      await change(orderId, (charges) => charges.foundCaptured(1, 'ch'));
      expect(await claimed(orderId, 0)).toMatchObject([
        { status: 'refunding', chargeId: 'ch', cardToken: null, claims: 2 },
      ]);
      await change(orderId, (charges) => charges.refunded(1));
      expect(await claimed(orderId)).toEqual([]);
    });

    it('forgets the card when the charge is concluded', async () => {
      const orderId = newId();
      await prepare(orderId, 500, { method: 'credit-card', cardToken: 'tok' });
      await change(orderId, (charges) => charges.conclude(1, captured, []));
      await change(orderId, (charges) => charges.abandon());
      expect(await claimed(orderId)).toMatchObject([{ status: 'refunding', cardToken: null }]);
    });

    it('lets one worker at a time claim an attempt', async () => {
      const orderId = newId();
      await prepare(orderId, 500);
      await change(orderId, (charges) => charges.abandon());
      const claims = await Promise.all(Array.from({ length: 5 }, () => claimed(orderId)));
      expect(claims.flat()).toHaveLength(1);
    });

    it('is let go by the worker that holds the claim, not by one that lost it', async () => {
      const orderId = newId();
      await prepare(orderId, 500);
      await change(orderId, (charges) => charges.abandon());
      const [lost] = await claimed(orderId, 0);
      const [held] = await claimed(orderId);
      if (!lost || !held) throw new Error('The attempt was not claimed twice.');
      await unit.run(() => owed.postpone(lost, 0));
      expect(await claimed(orderId)).toEqual([]);
      await unit.run(() => owed.postpone(held, 0));
      expect(await claimed(orderId)).toHaveLength(1);
    });

    it('counts what is owed', async () => {
      const before = await unit.read(() => owed.backlog());
      const orderId = newId();
      await prepare(orderId, 500);
      await prepare(orderId, 600);
      await change(orderId, (charges) => charges.abandon());
      const after = await unit.read(() => owed.backlog());
      expect(after.pending - before.pending).toBe(2);
      expect(after.oldestSeconds).toBeGreaterThan(0);
    });
  });
}
