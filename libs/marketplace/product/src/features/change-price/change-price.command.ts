import { Command } from '@nestjs/cqrs';
import type { EntityTagCondition } from '@platform/http';

import type { ProductView } from '../../contract/index.js';

/** Changes the price of a product, if its revision fits `ifMatch`. */
export class ChangePrice extends Command<ProductView> {
  constructor(
    readonly id: string,
    readonly priceCents: number,
    readonly ifMatch: EntityTagCondition,
  ) {
    super();
  }
}
