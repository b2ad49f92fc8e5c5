import { Command } from '@nestjs/cqrs';
import type { BatchResult } from '@platform/http';

/** Registers or changes many customers, each as a put would and in this order. `items` are not validated yet. */
export class PutCustomers extends Command<BatchResult> {
  constructor(readonly items: readonly unknown[]) {
    super();
  }
}
