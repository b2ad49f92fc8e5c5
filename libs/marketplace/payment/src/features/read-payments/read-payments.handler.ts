import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';

import type { PaymentView } from '../../contract/index.js';
import { PaymentViews } from './payment-views.js';
import { ReadPayments } from './read-payments.query.js';

@QueryHandler(ReadPayments)
export class ReadPaymentsHandler implements IQueryHandler<ReadPayments> {
  constructor(private readonly views: PaymentViews) {}

  execute({ orderId }: ReadPayments): Promise<PaymentView[]> {
    return this.views.ofOrder(orderId);
  }
}
