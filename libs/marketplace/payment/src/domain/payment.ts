import { AggregateRoot } from '@platform/domain';

import type { Charge, PaymentEvent, PaymentView } from '../contract/index.js';

export interface PaymentState {
  /** `none` until the provider is known to have decided anything. */
  readonly status: PaymentView['status'] | 'none';
  /** What the payment shows: the charge that pays for the order, or the last one that did not. */
  readonly charge: Charge | undefined;
}

/** How an order was paid; identified by the order. An order is paid by one charge, whatever became of others. */
export class Payment extends AggregateRoot<PaymentState, PaymentEvent> {
  constructor(orderId: string, state: PaymentState = { status: 'none', charge: undefined }, version = 0) {
    super(orderId, state, version);
  }

  capture(charge: Charge): void {
    this.record({ type: 'payment.captured', data: charge });
  }

  /** A decline that is found out after the provider has taken money for another charge tells nobody anything. */
  decline(charge: Charge): void {
    if (this.state.status === 'none') this.record({ type: 'payment.declined', data: charge });
  }

  refund(charge: Charge): void {
    this.record({ type: 'payment.refunded', data: charge });
  }

  protected evolve(state: PaymentState, event: PaymentEvent): PaymentState {
    const charge = event.data;
    switch (event.type) {
      case 'payment.captured':
        return { status: 'captured', charge };
      case 'payment.declined':
        return { status: 'declined', charge };
      case 'payment.refunded': {
        // What was paid back beside the charge that pays for the order does not make the order unpaid.
        const isAside = state.status === 'captured' && state.charge?.attempt !== charge.attempt;
        return isAside ? state : { status: 'refunded', charge };
      }
    }
  }
}
