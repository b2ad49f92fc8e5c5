import { Command } from '@nestjs/cqrs';

import type { StockView } from '../../contract/index.js';

/** Sets how many pieces of a product there are, reserved ones included. */
export class SetStock extends Command<StockView> {
  constructor(
    readonly productId: string,
    readonly available: number,
  ) {
    super();
  }
}
