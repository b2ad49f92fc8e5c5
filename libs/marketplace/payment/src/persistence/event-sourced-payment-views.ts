import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { PaymentView } from '../contract/index.js';
import type { Payment } from '../domain/payment.js';
import { PaymentViews } from '../features/read-payments/payment-views.js';
import { type PaymentStreams, paymentStreams } from './payment-streams.js';

/** An order's payment from its stream, as it is now: the stream is named for the order. */
@Injectable()
export class EventSourcedPaymentViews extends PaymentViews {
  private readonly streams: PaymentStreams;

  constructor(
    private readonly uow: UnitOfWork,
    log: EventLog,
  ) {
    super();
    this.streams = paymentStreams(uow, log);
  }

  override async ofOrder(orderId: string): Promise<PaymentView[]> {
    const payments = await this.uow.read(() => this.streams.find([orderId]));
    return [...payments.values()].flatMap((payment) => viewOf(payment) ?? []);
  }
}

function viewOf({ id: orderId, state: { status, charge } }: Payment): PaymentView | undefined {
  if (status === 'none' || !charge) return undefined;
  const { providerReference, lines } = charge;
  return { orderId, status, providerReference, lines };
}
