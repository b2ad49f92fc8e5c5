import { Command } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import type { ShippingAddress } from './shipping-address.js';

/** Ships a paid order: a package per line. Cannot be refused. */
export class CreateShipment extends Command<StepOutcome<null>> {
  constructor(
    readonly data: {
      readonly orderId: string;
      readonly customerId: string;
      readonly address: ShippingAddress;
      readonly lines: readonly {
        readonly productId: string;
        readonly sellerId: string;
        readonly quantity: number;
      }[];
    },
  ) {
    super();
  }
}
