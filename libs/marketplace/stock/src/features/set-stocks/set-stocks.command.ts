import { Command } from '@nestjs/cqrs';
import type { BatchResult } from '@platform/http';

/** Sets the stock of many products, each as a put would and in this order. `items` are not validated yet. */
export class SetStocks extends Command<BatchResult> {
  constructor(readonly items: readonly unknown[]) {
    super();
  }
}
