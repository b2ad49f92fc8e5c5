import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventSourcingModule } from '@platform/event-sourcing';
import { MessagingModule } from '@platform/messaging';
import { type Persistence, PersistenceModule } from '@platform/persistence';

import { OwedRefunds } from './domain/owed-refunds.js';
import { PaymentGateway } from './domain/payment-gateway.js';
import { PaymentRepository } from './domain/payment.repository.js';
import { AbandonChargesHandler } from './features/abandon-charges/abandon-charges.handler.js';
import { CallProviderHandler } from './features/call-provider/call-provider.handler.js';
import { ConcludeChargeHandler } from './features/conclude-charge/conclude-charge.handler.js';
import { PrepareChargeHandler } from './features/prepare-charge/prepare-charge.handler.js';
import { PaymentViews } from './features/read-payments/payment-views.js';
import { ReadPaymentsController } from './features/read-payments/read-payments.controller.js';
import { ReadPaymentsHandler } from './features/read-payments/read-payments.handler.js';
import { RefundSignal } from './features/refund-abandoned/refund-signal.js';
import { RefundWorker } from './features/refund-abandoned/refund-worker.js';
import { SettleAttempt } from './features/refund-abandoned/settle-attempt.js';
import { HttpPaymentGateway } from './gateway/http-payment.gateway.js';
import { ProviderCalls } from './gateway/provider-calls.js';
import {
  CreatePayments1767225600000,
  EventSourcedPaymentRepository,
  EventSourcedPaymentViews,
  PostgresOwedRefunds,
  PostgresPaymentRepository,
  PostgresPaymentViews,
  SettledAttempts,
} from './persistence/index.js';

const name = 'payment';

interface Keeping {
  readonly payments: Type<PaymentRepository>;
  readonly views: Type<PaymentViews>;
  readonly imports: () => DynamicModule[];
}

const keeping: Readonly<Record<Persistence, Keeping>> = {
  state: { payments: PostgresPaymentRepository, views: PostgresPaymentViews, imports: () => [] },
  events: {
    payments: EventSourcedPaymentRepository,
    views: EventSourcedPaymentViews,
    imports: () => [EventSourcingModule.forModule({ name, inline: (unit) => [new SettledAttempts(unit)] })],
  },
};

/** Needs a global `PaymentProviderUrl` from whoever composes the application. */
@Module({
  imports: [
    CqrsModule,
    PersistenceModule.forModule({ name, migrations: [CreatePayments1767225600000] }),
    MessagingModule.forModule({ name }),
  ],
  controllers: [ReadPaymentsController],
  providers: [
    PrepareChargeHandler,
    CallProviderHandler,
    ConcludeChargeHandler,
    AbandonChargesHandler,
    ReadPaymentsHandler,
    RefundSignal,
    SettleAttempt,
    RefundWorker,
    ProviderCalls,
    { provide: PaymentGateway, useClass: HttpPaymentGateway },
    { provide: OwedRefunds, useClass: PostgresOwedRefunds },
  ],
  exports: [RefundWorker],
})
export class PaymentModule {
  /** @param persistence whether payments are rows, or streams of the module's log; attempts at the provider are rows either way */
  static keptAs(persistence: Persistence): DynamicModule {
    const { payments, views, imports } = keeping[persistence];
    return {
      module: PaymentModule,
      imports: imports(),
      providers: [
        { provide: PaymentRepository, useClass: payments },
        { provide: PaymentViews, useClass: views },
      ],
    };
  }
}
