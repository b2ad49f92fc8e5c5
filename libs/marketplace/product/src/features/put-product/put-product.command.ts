import { Command } from '@nestjs/cqrs';
import type { EntityTagCondition } from '@platform/http';

import type { ProductDetails, ProductView } from '../../contract/index.js';
import type { PutOutcome } from '../../domain/product.js';

/** Creates or replaces a product, if its revision fits `ifMatch`. */
export class PutProduct extends Command<{ readonly outcome: PutOutcome; readonly product: ProductView }> {
  constructor(
    readonly id: string,
    readonly details: ProductDetails,
    readonly ifMatch?: EntityTagCondition,
  ) {
    super();
  }
}
