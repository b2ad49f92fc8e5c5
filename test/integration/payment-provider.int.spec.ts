import { createProvider, type Behaviour, type LedgerEntry } from '@apps/payment-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PaymentModule } from '@marketplace/payment';
import {
  AbandonCharges,
  CallProvider,
  ConcludeCharge,
  PaymentProviderUrl,
  PrepareCharge,
  type PreparedCharge,
  type PaymentView,
} from '@marketplace/payment/contract';
import { Global, Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { newId } from '@platform/domain';
import { createTestDatabase } from '@platform/embedded/testing';
import { createTestingApplication, HttpModule } from '@platform/http';
import { MessagingModule } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';
import { Databases, PersistenceModule } from '@platform/persistence';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const card = { currency: 'EUR', method: 'credit-card', cardToken: 'tok_4711' } as const;
const WELL_BEHAVED: Partial<Behaviour> = {};

type Provider = Awaited<ReturnType<typeof createProvider>>;
type Application = Awaited<ReturnType<typeof createTestingApplication>>;

describe('payments at the provider that ships with the marketplace', () => {
  let directory: string;
  let provider: Provider;
  let port: number;
  let app: Application;
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let commands: CommandBus;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'provider-'));
    provider = await createProvider({ dataDirectory: directory });
    port = Number(new URL(await provider.listen({ host: '127.0.0.1', port: 0 })).port);
    database = await createTestDatabase();
    const placement = {
      databases: [{ name: 'own', url: database.url, pool: { max: 5 } }],
      modules: [{ module: 'payment', database: 'own', schema: 'payment' }],
    };
    @Global()
    @Module({
      providers: [
        { provide: PaymentProviderUrl, useValue: new PaymentProviderUrl(`http://127.0.0.1:${port}`) },
      ],
      exports: [PaymentProviderUrl],
    })
    class ProviderUrlModule {}
    const compiled = await Test.createTestingModule({
      imports: [
        PersistenceModule.forRoot(placement),
        MessagingModule.forRoot(),
        HttpModule,
        ProviderUrlModule,
        PaymentModule.keptAs('state'),
      ],
    }).compile();
    app = await createTestingApplication(compiled);
    commands = app.get(CommandBus);
  });
  beforeEach(() => behave(WELL_BEHAVED));
  afterAll(async () => {
    await app.close();
    await app.get(Databases).close();
    await database.drop();
    await provider.close();
    await rm(directory, { recursive: true });
  });

  const behave = async (behaviour: Partial<Behaviour>) => {
    const answer = await provider.inject({ method: 'PUT', url: '/behaviour', payload: behaviour });
    expect(answer.statusCode).toBe(200);
  };
  const ledgerOf = async (orderId: string) =>
    (await provider.inject('/ledger'))
      .json<{ entries: LedgerEntry[] }>()
      .entries.filter((entry) => entry.orderId === orderId);
  const netOf = async (orderId: string) =>
    (await ledgerOf(orderId)).reduce(
      (net, { status, amountCents }) =>
        net + (status === 'captured' ? amountCents : status === 'refunded' ? -amountCents : 0),
      0,
    );
  const statusOf = async (orderId: string) =>
    (await app.inject(`/payments?orderId=${orderId}`)).json<{ items: PaymentView[] }>().items[0]?.status;
  const prepare = async (orderId: string, amountCents: number): Promise<PreparedCharge> => {
    const outcome = await commands.execute(new PrepareCharge({ orderId, amountCents, ...card }));
    if (outcome.outcome !== 'done') throw new Error(`The charge was not prepared: ${outcome.reason}.`);
    return outcome.result;
  };
  const call = (charge: PreparedCharge, orderId: string, amountCents: number, timeoutMs = 5_000) =>
    commands.execute(new CallProvider({ charge, orderId, amountCents, ...card, timeoutMs }));
  const settled = (orderId: string) =>
    waitUntil(
      `the charge of ${orderId} is settled`,
      async () => (await statusOf(orderId)) !== undefined,
      100_000,
    );

  it('captures once, however often it has to be asked', async () => {
    await behave({ loseReplyRate: 1 });
    const orderId = newId();
    const charge = await prepare(orderId, 1_250);
    expect(await call(charge, orderId, 1_250)).toMatchObject({ status: 'unknown' });
    await behave({ hangRate: 1 });
    expect(await call(charge, orderId, 1_250, 200)).toEqual({ status: 'unknown', reason: 'timeout' });
    await behave(WELL_BEHAVED);
    const answer = await call(charge, orderId, 1_250);
    const [entry] = await ledgerOf(orderId);
    expect(answer).toEqual({ status: 'captured', chargeId: entry?.id });
    expect(await netOf(orderId)).toBe(1_250);
  });

  it('declines as the provider says', async () => {
    await behave({ declineRate: 1 });
    const orderId = newId();
    const charge = await prepare(orderId, 1_250);
    const answer = await call(charge, orderId, 1_250);
    expect(answer.status).toBe('declined');
    const concluded = await commands.execute(
      new ConcludeCharge({
        orderId,
        attempt: charge.attempt,
        amountCents: 1_250,
        ...card,
        vouchersCents: [],
        answer,
      }),
    );
    expect(concluded).toMatchObject({ outcome: 'refused', reason: 'payment-declined' });
    expect(await statusOf(orderId)).toBe('declined');
  });

  it('pays back whatever was captured, through lost replies and hanging calls', async () => {
    const orders = Array.from({ length: 12 }, () => newId());
    await behave({ loseReplyRate: 1 });
    for (const orderId of orders.slice(0, 8)) await call(await prepare(orderId, 700), orderId, 700);
    // The provider has never heard of the other four.
    for (const orderId of orders.slice(8)) await prepare(orderId, 700);
    await behave({ loseReplyRate: 0.4, hangRate: 0.05, seed: 7 });
    await Promise.all(orders.map((orderId) => commands.execute(new AbandonCharges({ orderId }))));
    await Promise.all(orders.map(settled));
    expect(await Promise.all(orders.map(netOf))).toEqual(orders.map(() => 0));
    expect(await Promise.all(orders.map(statusOf))).toEqual(orders.map(() => 'refunded'));
    for (const orderId of orders)
      expect((await ledgerOf(orderId)).map(({ type }) => type)).toEqual(['charge', 'refund']);
  }, 150_000);

  it('pays back when the provider has been away and comes back', async () => {
    const orderId = newId();
    const charge = await prepare(orderId, 900);
    await call(charge, orderId, 900);
    await provider.close();
    await commands.execute(new AbandonCharges({ orderId }));
    expect(await call(charge, orderId, 900)).toMatchObject({ status: 'unknown' });
    provider = await createProvider({ dataDirectory: directory });
    await provider.listen({ host: '127.0.0.1', port });
    await settled(orderId);
    expect(await netOf(orderId)).toBe(0);
  }, 150_000);
});
