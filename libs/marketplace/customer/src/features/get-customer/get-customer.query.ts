import { Query } from '@nestjs/cqrs';

import type { CustomerView } from '../../contract/index.js';

export class GetCustomer extends Query<CustomerView> {
  constructor(readonly id: string) {
    super();
  }
}
