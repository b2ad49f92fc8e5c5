import { Query } from '@nestjs/cqrs';

import type { PaymentView } from '../../contract/index.js';

export class ReadPayments extends Query<PaymentView[]> {
  constructor(readonly orderId: string) {
    super();
  }
}
