import { Command } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import type { ItemToReserve, Reservation } from './reservation.js';

/**
 * Holds pieces for an order until they are released or confirmed. Items that cannot be had are dropped with the reason;
 * refused as `nothing-left` when that is all of them.
 *
 * Not yet, as `product-version-behind`, while stock has not heard of an item's version; with `lastAsk` such an item is
 * unavailable.
 */
export class ReserveStock extends Command<StepOutcome<Reservation, Reservation>> {
  constructor(
    readonly data: {
      readonly orderId: string;
      readonly items: readonly ItemToReserve[];
      readonly lastAsk: boolean;
    },
  ) {
    super();
  }
}

/** Gives back what the order holds, if anything. Refused as `already-confirmed` when it is gone for good. */
export class ReleaseStock extends Command<StepOutcome<null>> {
  constructor(readonly data: { readonly orderId: string }) {
    super();
  }
}

/** Takes what the order holds out of stock. Refused as `nothing-held` when it holds nothing and never had it confirmed. */
export class ConfirmStock extends Command<StepOutcome<null>> {
  constructor(readonly data: { readonly orderId: string }) {
    super();
  }
}
