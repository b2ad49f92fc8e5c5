import { Command } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import type { SealedCart } from './sealed-cart.js';

interface CartOfOrder {
  readonly orderId: string;
  readonly customerId: string;
}

/** Also the reason of the refusal. */
export interface SealRefusal {
  readonly problem: 'cart-empty' | 'cart-sealed' | 'customer-unknown' | 'checkout-ended';
}

/** Closes the cart for one order, so that what is bought is what was seen. */
export class SealCart extends Command<StepOutcome<SealedCart, SealRefusal>> {
  constructor(readonly data: CartOfOrder) {
    super();
  }
}

/** The checkout failed: the cart is open again with all its items. Only if it is sealed for that order. */
export class ReopenCart extends Command<StepOutcome<null>> {
  constructor(readonly data: CartOfOrder) {
    super();
  }
}

/** The checkout completed: a new cart, open and empty. Only if it is sealed for that order. */
export class RenewCart extends Command<StepOutcome<null>> {
  constructor(readonly data: CartOfOrder) {
    super();
  }
}
