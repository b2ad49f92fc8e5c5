import { Command } from '@nestjs/cqrs';

import type { ProductStatus } from '../../domain/stock.js';

/** Takes note of a product's offer. */
export class FollowProduct extends Command<void> {
  constructor(
    readonly productId: string,
    readonly productVersion: number,
    readonly productStatus: ProductStatus,
  ) {
    super();
  }
}
