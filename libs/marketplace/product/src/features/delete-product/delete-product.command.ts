import { Command } from '@nestjs/cqrs';
import type { EntityTagCondition } from '@platform/http';

/** Takes a product off offer, if its revision fits `ifMatch`; a deleted one stays as it is. */
export class DeleteProduct extends Command<void> {
  constructor(
    readonly id: string,
    readonly ifMatch?: EntityTagCondition,
  ) {
    super();
  }
}
