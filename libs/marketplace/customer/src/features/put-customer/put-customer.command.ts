import { Command } from '@nestjs/cqrs';

import type { CustomerDetails, CustomerView } from '../../contract/index.js';
import type { PutOutcome } from '../../domain/customer.js';

/** Registers or changes a customer. */
export class PutCustomer extends Command<{ readonly outcome: PutOutcome; readonly customer: CustomerView }> {
  constructor(
    readonly id: string,
    readonly details: CustomerDetails,
  ) {
    super();
  }
}
