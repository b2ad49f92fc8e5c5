import { Command } from '@nestjs/cqrs';
import type { EntityTagCondition } from '@platform/http';

import type { CartView } from '../../contract/index.js';

export interface PutItemResult {
  readonly isNew: boolean;
  readonly cart: CartView;
  readonly tag: string;
}

/** Puts a product into a cart, or changes how much of it is wanted; always in the product's present version. */
export class PutItem extends Command<PutItemResult> {
  constructor(
    readonly data: {
      readonly customerId: string;
      readonly productId: string;
      readonly quantity: number;
      readonly voucherCents: number;
      readonly ifMatch: EntityTagCondition | undefined;
    },
  ) {
    super();
  }
}
