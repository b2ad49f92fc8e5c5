import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import type { SealedCart } from '../contract/index.js';
import { Customers } from '../domain/replicas.js';

@Injectable()
export class PostgresCustomers extends Customers {
  private readonly takeSql: string;

  constructor(private readonly uow: UnitOfWork) {
    super();
    this.takeSql = `
      INSERT INTO "${uow.schema}".customer (id, address) VALUES ($1, $2)
      ON CONFLICT (id) DO UPDATE SET address = excluded.address`;
  }

  override async take(customerId: string, address: SealedCart['shippingAddress']): Promise<void> {
    await this.uow.query(this.takeSql, [customerId, JSON.stringify(address)]);
  }
}
