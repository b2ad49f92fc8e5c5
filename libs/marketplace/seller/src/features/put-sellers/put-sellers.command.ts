import { Command } from '@nestjs/cqrs';
import type { BatchResult } from '@platform/http';

/** Registers or changes many sellers, each as a put would and in this order. `items` are not validated yet. */
export class PutSellers extends Command<BatchResult> {
  constructor(readonly items: readonly unknown[]) {
    super();
  }
}
