import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import type { PaymentView } from '../contract/index.js';
import { PaymentViews } from '../features/read-payments/payment-views.js';

@Injectable()
export class PostgresPaymentViews extends PaymentViews {
  private readonly sql: string;

  constructor(private readonly uow: UnitOfWork) {
    super();
    this.sql = `SELECT order_id AS "orderId", status, provider_reference AS "providerReference", lines
      FROM "${uow.schema}".payment WHERE order_id = $1`;
  }

  override ofOrder(orderId: string): Promise<PaymentView[]> {
    return this.uow.read(() => this.uow.query<PaymentView>(this.sql, [orderId]));
  }
}
