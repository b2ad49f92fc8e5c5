import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { InlineProjections } from '@platform/event-sourcing';
import { waitUntil } from '@platform/messaging/testing';

import { AbandonCharges, CallProvider, ConcludeCharge, PrepareCharge } from '../contract/index.js';
import { openPaymentApp, type PaymentApp } from '../payment-app.fixture.js';

const charge = { amountCents: 990, currency: 'EUR', method: 'credit-card', cardToken: 'tok' } as const;

describe('attempts of payments kept as streams, whose rows are older than the streams', () => {
  let app: PaymentApp;
  let orderId: string;

  beforeAll(async () => {
    app = await openPaymentApp('events');
  });
  beforeEach(() => {
    orderId = newId();
    Object.assign(app.provider, { declines: false });
  });
  afterAll(() => app.close());

  /** As a saga asks for it; from the beginning, whatever was done before. */
  async function pay() {
    const prepared = await app.commands.execute(new PrepareCharge({ orderId, ...charge }));
    if (prepared.outcome !== 'done') return prepared;
    const answer = await app.commands.execute(
      new CallProvider({ charge: prepared.result, orderId, ...charge, timeoutMs: 1_000 }),
    );
    const { attempt } = prepared.result;
    return app.commands.execute(
      new ConcludeCharge({ orderId, attempt, ...charge, vouchersCents: [], answer }),
    );
  }
  const loseRows = async () => {
    await app.unit.run(() => app.unit.query('DELETE FROM payment.charge_attempt'));
    await app.get(InlineProjections).rebuild();
  };
  const events = async () =>
    (await app.unit.read(() => app.log.read(`payment-${orderId}`))).map(({ type }) => type);
  const taken = () => app.provider.ledger.filter(({ key }) => key.includes(orderId)).length;

  it.each([false, true])('are answered the same, and take nothing again (declined: %s)', async (declines) => {
    Object.assign(app.provider, { declines });
    const first = await pay();
    const [recorded, ledger] = [await events(), taken()];
    await loseRows();
    expect((await pay()).outcome).toBe(first.outcome);
    expect(await events()).toEqual(recorded);
    expect(taken()).toBe(ledger);
  });

  it('are not taken up again when they were paid back', async () => {
    await pay();
    await app.commands.execute(new AbandonCharges({ orderId }));
    await waitUntil('nothing is owed', () => app.worker.isIdle());
    expect(await events()).toEqual(['payment.captured', 'payment.refunded']);
    await loseRows();
    expect(await pay()).toMatchObject({ outcome: 'refused', reason: 'charge-abandoned' });
    expect([await events(), app.provider.net(orderId)]).toEqual([
      ['payment.captured', 'payment.refunded'],
      0,
    ]);
  });

  it('stay as they are where no stream tells of them', async () => {
    await app.commands.execute(new PrepareCharge({ orderId, ...charge }));
    await app.get(InlineProjections).rebuild();
    const [row] = await app.unit.read(() =>
      app.unit.query('SELECT status FROM payment.charge_attempt WHERE order_id = $1', [orderId]),
    );
    expect(row).toEqual({ status: 'prepared' });
  });
});
