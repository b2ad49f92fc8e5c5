import type { Abstract, Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { createTestDatabase } from '@platform/embedded/testing';
import { createTestingApplication, HttpModule } from '@platform/http';
import { type EventLog, MessagingModule } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { Databases, type Persistence, PersistenceModule, type UnitOfWork } from '@platform/persistence';
import { Global, Module } from '@nestjs/common';

import { PaymentProviderUrl, type PaymentView } from './contract/index.js';
import { PaymentGateway } from './domain/payment-gateway.js';
import { RefundWorker } from './features/refund-abandoned/refund-worker.js';
import { FakeProvider } from './gateway/fake-provider.fixture.js';
import { PaymentModule } from './payment.module.js';

@Global()
@Module({
  providers: [{ provide: PaymentProviderUrl, useValue: new PaymentProviderUrl('http://127.0.0.1:1') }],
  exports: [PaymentProviderUrl],
})
class ProviderUrlModule {}

export interface PaymentApp {
  readonly unit: UnitOfWork;
  readonly log: EventLog;
  readonly commands: CommandBus;
  readonly provider: FakeProvider;
  readonly worker: RefundWorker;
  get<T>(token: Type<T> | Abstract<T>): T;
  read(orderId: string): Promise<PaymentView[]>;
  /** Another replica on the same database and with the same provider. */
  replica(): Promise<PaymentApp>;
  close(): Promise<void>;
}

/** The module as a process of its own, on a fresh database, with a provider in memory. */
export async function openPaymentApp(persistence: Persistence = 'state'): Promise<PaymentApp> {
  const database = await createTestDatabase();
  const app = await openReplica(database.url, new FakeProvider(), persistence);
  return {
    ...app,
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

async function openReplica(
  url: string,
  provider: FakeProvider,
  persistence: Persistence,
): Promise<PaymentApp> {
  const placement = {
    databases: [{ name: 'own', url, pool: { max: 10 } }],
    modules: [{ module: 'payment', database: 'own', schema: 'payment' }],
  };
  const testingModule = await Test.createTestingModule({
    imports: [
      PersistenceModule.forRoot(placement),
      MessagingModule.forRoot(),
      HttpModule,
      ProviderUrlModule,
      PaymentModule.keptAs(persistence),
    ],
  })
    .overrideProvider(PaymentGateway)
    .useValue(provider)
    .compile();
  const app = await createTestingApplication(testingModule);
  const databases = app.get(Databases);
  return {
    unit: databases.unitOfWork('payment'),
    log: new MessagingHarness(databases, ['payment']).log('payment'),
    commands: app.get(CommandBus),
    provider,
    worker: app.get(RefundWorker),
    get: <T>(token: Type<T> | Abstract<T>) => app.get<T>(token),
    read: async (orderId) =>
      (await app.inject({ method: 'GET', url: `/payments?orderId=${orderId}` })).json<{
        items: PaymentView[];
      }>().items,
    replica: () => openReplica(url, provider, persistence),
    close: async () => {
      await app.close();
      await databases.close();
    },
  };
}
