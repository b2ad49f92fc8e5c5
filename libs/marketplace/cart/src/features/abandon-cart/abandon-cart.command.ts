import { Command } from '@nestjs/cqrs';
import type { EntityTagCondition } from '@platform/http';

/** Empties a cart. */
export class AbandonCart extends Command<void> {
  constructor(
    readonly data: { readonly customerId: string; readonly ifMatch: EntityTagCondition | undefined },
  ) {
    super();
  }
}
