import { Command } from '@nestjs/cqrs';

import type { SellerDetails, SellerView } from '../../contract/index.js';
import type { PutOutcome } from '../../domain/seller.js';

/** Registers or changes a seller. */
export class PutSeller extends Command<{ readonly outcome: PutOutcome; readonly seller: SellerView }> {
  constructor(
    readonly id: string,
    readonly details: SellerDetails,
  ) {
    super();
  }
}
