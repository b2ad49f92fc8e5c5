import { Command } from '@nestjs/cqrs';
import type { EntityTagCondition } from '@platform/http';

/** Takes a product out of a cart; one that is not in it changes nothing. */
export class RemoveItem extends Command<void> {
  constructor(
    readonly data: {
      readonly customerId: string;
      readonly productId: string;
      readonly ifMatch: EntityTagCondition | undefined;
    },
  ) {
    super();
  }
}
