import { Command } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import type { DroppedItem, OrderItem, OrderLine, OrderTotals } from './order-line.js';

/** What an order comes to once it is known what can be had. */
export interface PlacedOrder extends OrderTotals {
  readonly lines: readonly OrderLine[];
}

/** Begins an order as `pending`, with the customer's next number. */
export class OpenOrder extends Command<StepOutcome<{ readonly number: number }>> {
  constructor(
    readonly data: { readonly orderId: string; readonly customerId: string; readonly currency: string },
  ) {
    super();
  }
}

/** Fixes lines and totals of a pending order. `items` are those that could be reserved. */
export class PlaceOrder extends Command<StepOutcome<PlacedOrder>> {
  constructor(
    readonly data: {
      readonly orderId: string;
      readonly items: readonly OrderItem[];
      readonly dropped: readonly DroppedItem[];
    },
  ) {
    super();
  }
}

/** Ends a pending order as failed. */
export class CloseOrder extends Command<StepOutcome<null>> {
  constructor(
    readonly data: {
      readonly orderId: string;
      /** The step that failed. */
      readonly failedAt: string;
      /** Shown in the status history. */
      readonly reason: string;
      readonly status: 'rejected' | 'payment-failed';
      readonly dropped: readonly DroppedItem[];
      /** The reserved items; a payment failure keeps lines and totals, so they are placed first when they are not yet. */
      readonly items: readonly OrderItem[];
    },
  ) {
    super();
  }
}

/** Ends a placed order as approved. */
export class ApproveOrder extends Command<StepOutcome<null>> {
  constructor(readonly data: { readonly orderId: string }) {
    super();
  }
}
