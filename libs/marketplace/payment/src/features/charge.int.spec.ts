import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import {
  AbandonCharges,
  CallProvider,
  ConcludeCharge,
  PrepareCharge,
  type PreparedCharge,
  type ProviderAnswer,
} from '../contract/index.js';
import { openPaymentApp, type PaymentApp } from '../payment-app.fixture.js';

const card = { currency: 'EUR', method: 'credit-card', cardToken: 'tok' } as const;

describe.each(['state', 'events'] as const)(
  'charging an order whose payment is kept as %s',
  (persistence) => {
    let app: PaymentApp;
    let orderId: string;

    beforeAll(async () => {
      app = await openPaymentApp(persistence);
    });
    beforeEach(() => {
      orderId = newId();
      Object.assign(app.provider, { reachable: true, declines: false, losesRepliesTo: 'nothing' });
    });
    afterAll(() => app.close());

    const prepare = async (amountCents: number): Promise<PreparedCharge> => {
      const outcome = await app.commands.execute(new PrepareCharge({ orderId, amountCents, ...card }));
      if (outcome.outcome !== 'done') throw new Error(`The charge was not prepared: ${outcome.reason}.`);
      return outcome.result;
    };
    const call = (charge: PreparedCharge, amountCents: number) =>
      app.commands.execute(new CallProvider({ charge, orderId, amountCents, ...card, timeoutMs: 1_000 }));
    const conclude = (
      attempt: number,
      amountCents: number,
      answer: ProviderAnswer,
      vouchersCents: number[] = [],
    ) =>
      app.commands.execute(
        new ConcludeCharge({ orderId, attempt, amountCents, ...card, vouchersCents, answer }),
      );
    const abandon = () => app.commands.execute(new AbandonCharges({ orderId }));
    /** By the database's clock, which is the only one that counts. */
    const firstAttemptWas = (ago: string) =>
      app.unit.run(() =>
        app.unit.query(
          'UPDATE payment.charge_attempt SET first_at = clock_timestamp() - $2::interval WHERE order_id = $1',
          [orderId, ago],
        ),
      );
    const events = async () =>
      (await app.unit.read(() => app.log.read(`payment-${orderId}`))).map(({ type }) => type);

    it('is captured at the provider and shown with its lines', async () => {
      const charge = await prepare(990);
      const answer = await call(charge, 990);
      const concluded = await conclude(charge.attempt, 990, answer, [10]);
      expect(concluded).toEqual({
        outcome: 'done',
        result: { providerReference: `ch ${charge.idempotencyKey}` },
      });
      expect(await app.read(orderId)).toEqual([
        {
          orderId,
          status: 'captured',
          providerReference: `ch ${charge.idempotencyKey}`,
          lines: [
            { type: 'credit-card', amountCents: 990 },
            { type: 'voucher', amountCents: 10 },
          ],
        },
      ]);
      expect(await conclude(charge.attempt, 990, answer, [10])).toEqual(concluded);
      expect(await events()).toEqual(['payment.captured']);
    });

    it('may wait for an answer until 30 s after the first attempt, whatever the amount', async () => {
      expect((await prepare(500)).askForMs).toBeGreaterThan(25_000);
      await firstAttemptWas('20 seconds');
      for (const amountCents of [500, 600]) {
        const { askForMs } = await prepare(amountCents);
        expect(askForMs).toBeGreaterThan(5_000);
        expect(askForMs).toBeLessThanOrEqual(10_000);
      }
      await firstAttemptWas('31 seconds');
      expect((await prepare(500)).askForMs).toBe(0);
    });

    it('stays on record when the work around it is rolled back, and is the same attempt again', async () => {
      const prepared: PreparedCharge[] = [];
      const checkout = app.unit.run(async () => {
        prepared.push(await app.unit.apart(() => prepare(500)));
        throw new Error('rolled back');
      });
      await expect(checkout).rejects.toThrow('rolled back');
      const [{ attempt, idempotencyKey }] = prepared as [PreparedCharge];
      expect(await prepare(500)).toMatchObject({ attempt, idempotencyKey });
    });

    it('needs no call for a total of 0, and is captured without a reference', async () => {
      const charge = await prepare(0);
      expect(charge.needsCall).toBe(false);
      await conclude(charge.attempt, 0, { status: 'captured', chargeId: '' });
      expect(await app.read(orderId)).toEqual([
        {
          orderId,
          status: 'captured',
          providerReference: null,
          lines: [{ type: 'credit-card', amountCents: 0 }],
        },
      ]);
      expect(app.provider.calls.filter(({ key }) => key === charge.idempotencyKey)).toEqual([]);
    });

    it('is declined by the provider only, and asks it nothing more', async () => {
      app.provider.declines = true;
      const charge = await prepare(990);
      const answer = await call(charge, 990);
      expect(await conclude(charge.attempt, 990, answer)).toMatchObject({
        outcome: 'refused',
        reason: 'payment-declined',
      });
      await abandon();
      expect(await app.worker.isIdle()).toBe(true);
      expect((await app.read(orderId)).map(({ status }) => status)).toEqual(['declined']);
      expect(app.provider.calls.filter(({ key }) => key.includes(orderId))).toHaveLength(1);
    });

    it('is not concluded without an answer', async () => {
      const charge = await prepare(990);
      expect(await conclude(charge.attempt, 990, { status: 'unknown', reason: 'timeout' })).toMatchObject({
        outcome: 'not-yet',
      });
      expect(await app.read(orderId)).toEqual([]);
    });

    it('refuses an answer, and another attempt, once the order has been given up', async () => {
      const charge = await prepare(990);
      await abandon();
      expect(await conclude(charge.attempt, 990, { status: 'captured', chargeId: 'ch' })).toMatchObject({
        outcome: 'refused',
        reason: 'charge-abandoned',
      });
      expect(
        await app.commands.execute(new PrepareCharge({ orderId, amountCents: 991, ...card })),
      ).toMatchObject({ outcome: 'refused', reason: 'charge-abandoned' });
    });

    it('has nothing to abandon when nothing was attempted', async () => {
      expect(await abandon()).toEqual({ outcome: 'done', result: null });
      expect(await app.read(orderId)).toEqual([]);
    });

    it('lists no payment for an order that was never charged', async () => {
      expect(await app.read(orderId)).toEqual([]);
    });
  },
);
