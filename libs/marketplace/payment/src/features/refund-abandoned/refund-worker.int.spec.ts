import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { waitUntil } from '@platform/messaging/testing';

import { AbandonCharges, ConcludeCharge, PrepareCharge } from '../../contract/index.js';
import { PaymentRepository } from '../../domain/payment.repository.js';
import { openPaymentApp, type PaymentApp } from '../../payment-app.fixture.js';

const card = { currency: 'EUR', method: 'credit-card', cardToken: 'tok' } as const;

describe.each(['state', 'events'] as const)('the refund worker, payments kept as %s', (persistence) => {
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

  const prepare = async (amountCents: number, id = orderId) => {
    const prepared = await app.commands.execute(new PrepareCharge({ orderId: id, amountCents, ...card }));
    if (prepared.outcome !== 'done') throw new Error(`The charge was not prepared: ${prepared.reason}.`);
    return prepared.result;
  };
  /** The provider takes the money, and nobody here has heard of it yet. */
  const captureUnheard = async (amountCents: number, id = orderId) => {
    const { idempotencyKey } = await prepare(amountCents, id);
    await app.provider.charge(idempotencyKey, { orderId: id, amountCents, ...card });
  };
  const abandon = (id = orderId) => app.commands.execute(new AbandonCharges({ orderId: id }));
  const idle = () => waitUntil('nothing is owed', () => app.worker.isIdle());
  const effects = (id: string) =>
    app.provider.ledger.filter(({ key }) => key.includes(id)).map(({ type }) => type);
  const asked = () => app.provider.calls.filter(({ key }) => key.includes(orderId));

  it('pays back what the provider had captured, asking again exactly as it was asked', async () => {
    await captureUnheard(990);
    await abandon();
    await idle();
    expect(app.provider.net(orderId)).toBe(0);
    const [first, again, refund] = asked();
    expect(again).toEqual(first);
    expect(refund).toEqual({
      key: `refund-${first?.key ?? ''}`,
      request: { chargeId: `ch ${first?.key ?? ''}`, amountCents: 990 },
    });
    expect(await app.read(orderId)).toMatchObject([
      { status: 'refunded', lines: [{ type: 'credit-card', amountCents: 990 }] },
    ]);
  });

  it('records a decline that nobody had waited for, and refunds nothing', async () => {
    app.provider.declines = true;
    await prepare(990);
    await abandon();
    await idle();
    expect(asked()).toHaveLength(1);
    expect(await app.read(orderId)).toMatchObject([{ status: 'declined' }]);
  });

  it('leaves the order paid when it was another attempt that had been captured beside it', async () => {
    await captureUnheard(500);
    const { attempt } = await prepare(600);
    const answer = { status: 'captured', chargeId: 'ch 600' } as const;
    await app.commands.execute(
      new ConcludeCharge({ orderId, attempt, amountCents: 600, ...card, vouchersCents: [], answer }),
    );
    await idle();
    expect(app.provider.net(orderId)).toBe(0);
    expect(await app.read(orderId)).toMatchObject([{ status: 'captured', providerReference: 'ch 600' }]);
    const events = await app.unit.read(() => app.log.read(`payment-${orderId}`));
    expect(events.map(({ type }) => type)).toEqual(['payment.captured', 'payment.refunded']);
  });

  it('goes on until the provider can be reached', async () => {
    await captureUnheard(990);
    app.provider.reachable = false;
    await abandon();
    await waitUntil('it was asked in vain', () => asked().length >= 3);
    expect(app.provider.net(orderId)).toBe(990);
    expect(await app.worker.isIdle()).toBe(false);
    app.provider.reachable = true;
    await idle();
    expect(app.provider.net(orderId)).toBe(0);
  });

  it.each(['charge', 'refund'] as const)(
    'has one effect however many replies to a %s are lost',
    async (type) => {
      await captureUnheard(990);
      app.provider.losesRepliesTo = type;
      await abandon();
      const inVain = () => asked().filter(({ key }) => key.startsWith(`${type}-`)).length;
      await waitUntil('it was asked several times in vain', () => inVain() >= 3);
      app.provider.losesRepliesTo = 'nothing';
      await idle();
      expect(effects(orderId)).toEqual(['charge', 'refund']);
    },
  );

  it('takes up what a process left behind, whether it had found out or not', async () => {
    await app.worker.stop();
    await captureUnheard(990);
    await abandon();
    const half = newId();
    await captureUnheard(500, half);
    await abandon(half);
    // The process died between what it found out and what it wanted to do about it.
    await app.unit.run(async () => {
      const charges = await app.get(PaymentRepository).load(half);
      charges?.foundCaptured(1, `ch charge-${half}-1`);
      if (charges) await app.get(PaymentRepository).save(charges);
    });
    expect(await app.worker.backlog()).toMatchObject({ pending: 2 });
    const replica = await app.replica();
    try {
      await waitUntil('the other replica has paid back', () => replica.worker.isIdle());
      expect([app.provider.net(orderId), app.provider.net(half)]).toEqual([0, 0]);
    } finally {
      await replica.close();
      app.worker.start();
    }
  });

  it('shares the work among replicas without doing any of it twice', async () => {
    const replica = await app.replica();
    try {
      const orders = Array.from({ length: 30 }, () => newId());
      for (const id of orders) await captureUnheard(100, id);
      await Promise.all(orders.map((id) => abandon(id)));
      await idle();
      expect(orders.map((id) => app.provider.net(id))).toEqual(orders.map(() => 0));
      for (const id of orders) expect(effects(id)).toEqual(['charge', 'refund']);
      for (const id of orders) {
        const events = await app.unit.read(() => app.log.read(`payment-${id}`));
        expect(events.map(({ type }) => type)).toEqual(['payment.refunded']);
      }
    } finally {
      await replica.close();
    }
  });

  it('asks nothing while it is stopped, and goes on when it is started', async () => {
    await app.worker.stop();
    await captureUnheard(990);
    const before = asked().length;
    await abandon();
    expect(await app.worker.backlog()).toMatchObject({ pending: 1 });
    expect(asked()).toHaveLength(before);
    app.worker.start();
    await idle();
    expect(app.provider.net(orderId)).toBe(0);
  });
});
