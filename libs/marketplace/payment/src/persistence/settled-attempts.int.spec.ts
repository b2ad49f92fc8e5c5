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
    Object.assign(app.provider, { declines: false, reachable: true });
  });
  afterAll(() => app.close());

  async function prepare() {
    return app.commands.execute(new PrepareCharge({ orderId, ...charge }));
  }

  async function abandon() {
    return app.commands.execute(new AbandonCharges({ orderId }));
  }

  async function idle() {
    await waitUntil('nothing is owed', () => app.worker.isIdle());
  }

  /** As a saga asks for it; from the beginning, whatever was done before. */
  async function pay() {
    const prepared = await prepare();
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
  /** @returns what makes the rows what they are now, whatever the streams are by then */
  const dumpRows = async () => {
    const dumped = await app.unit.read(() =>
      app.unit.query<{ row: string }>(`SELECT to_json(a)::text AS row FROM payment.charge_attempt a`),
    );
    return () =>
      app.unit.run(async () => {
        await app.unit.query('DELETE FROM payment.charge_attempt');
        await app.unit.query(
          `INSERT INTO payment.charge_attempt SELECT * FROM json_populate_recordset(NULL::payment.charge_attempt, $1::json)`,
          [`[${dumped.map(({ row }) => row).join()}]`],
        );
      });
  };
  const statuses = async () => {
    const rows = await app.unit.read(() =>
      app.unit.query<{ status: string }>(
        'SELECT status FROM payment.charge_attempt WHERE order_id = $1 ORDER BY n',
        [orderId],
      ),
    );
    return rows.map(({ status }) => status);
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
    await abandon();
    await idle();
    expect(await events()).toEqual(['payment.captured', 'payment.refunded']);
    await loseRows();
    expect(await pay()).toMatchObject({ outcome: 'refused', reason: 'charge-abandoned' });
    expect([await events(), app.provider.net(orderId)]).toEqual([
      ['payment.captured', 'payment.refunded'],
      0,
    ]);
  });

  it('are paid back all the same when that was owed and not done yet', async () => {
    await pay();
    app.provider.reachable = false;
    await abandon();
    await waitUntil('the provider was asked in vain', () =>
      app.provider.calls.some(({ key }) => key.startsWith('refund') && key.includes(orderId)),
    );
    await app.get(InlineProjections).rebuild();
    expect(await statuses()).toEqual(['refunding']);
    app.provider.reachable = true;
    await idle();
    expect([await statuses(), app.provider.net(orderId)]).toEqual([['refunded'], 0]);
  });

  it('stay given up where the provider had declined them then', async () => {
    app.provider.declines = true;
    await prepare();
    await abandon();
    await idle();
    await app.get(InlineProjections).rebuild();
    expect(await statuses()).toEqual(['void']);
  });

  it.each([
    ['prepared', prepare, pay, 'captured'],
    ['captured', pay, abandon, 'refunded'],
    ['abandoned', () => prepare().then(abandon), idle, 'refunded'],
    ['refunding', () => pay().then(abandon), idle, 'refunded'],
  ] as const)('that were %s go on by what their streams tell', async (before, first, then, after) => {
    await app.worker.stop();
    await first();
    expect(await statuses()).toEqual([before]);
    const restore = await dumpRows();
    app.worker.start();
    await then();
    await idle();
    await app.worker.stop();
    await restore();
    expect(await statuses()).toEqual([before]);
    await app.get(InlineProjections).rebuild();
    expect(await statuses()).toEqual([after]);
    expect(await app.worker.backlog()).toMatchObject({ pending: 0 });
    app.worker.start();
  });

  it('that were given up are settled when their stream tells that the provider declined them', async () => {
    await app.worker.stop();
    app.provider.declines = true;
    await prepare();
    await abandon();
    const restore = await dumpRows();
    app.worker.start();
    await idle();
    await app.worker.stop();
    await restore();
    await app.get(InlineProjections).rebuild();
    expect(await statuses()).toEqual(['void']);
    app.worker.start();
  });

  it('stay as they are where no stream tells of them', async () => {
    await prepare();
    await app.get(InlineProjections).rebuild();
    expect(await statuses()).toEqual(['prepared']);
  });
});
