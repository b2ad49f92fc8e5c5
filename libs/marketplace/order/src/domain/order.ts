import { AggregateRoot, done, refused, type StepOutcome } from '@platform/domain';

import type { DroppedItem, OrderEvent, OrderItem, PlacedOrder } from '../contract/index.js';
import { NEW_ORDER, type OrderState, statusAfter } from './order-state.js';
import { priceLine, sumLines } from './order-totals.js';

type Answer<Result = null> = StepOutcome<Result>;

/**
 * One order and its legal ways: `pending → approved | rejected | payment-failed`, `approved → in-transit → delivered`.
 * Asked again for what it has been through, an order answers the same; asked for anything else it refuses.
 */
export class Order extends AggregateRoot<OrderState, OrderEvent> {
  constructor(id: string, state: OrderState = NEW_ORDER, version = 0) {
    super(id, state, version);
  }

  static open(id: string, customerId: string, number: number, currency: string): Order {
    const order = new Order(id);
    order.record({ type: 'order.pending', data: { orderId: id, customerId, number, currency } });
    return order;
  }

  place(items: readonly OrderItem[], dropped: readonly DroppedItem[]): Answer<PlacedOrder> {
    if (!this.isPlaced) {
      if (this.state.status !== 'pending' || items.length === 0) return this.refuse('placed');
      const lines = items.map(priceLine);
      this.record({
        type: 'order.placed',
        data: { orderId: this.id, lines, dropped: [...dropped], ...sumLines(lines) },
      });
    }
    return done({ lines: this.state.lines, ...this.state.totals });
  }

  approve(): Answer {
    const { status, customerId, lines } = this.state;
    if (status === 'approved' || status === 'in-transit' || status === 'delivered') return done(null);
    if (status !== 'pending' || !this.isPlaced) return this.refuse('approved');
    this.record({ type: 'order.approved', data: { orderId: this.id, customerId, lines: [...lines] } });
    return done(null);
  }

  /** Ends as rejected: nothing was placed, everything asked for is under `dropped`. */
  reject(reason: string, dropped: readonly DroppedItem[]): Answer {
    const { status, customerId } = this.state;
    if (status === 'rejected') return done(null);
    if (status !== 'pending' || this.isPlaced) return this.refuse('rejected');
    this.record({
      type: 'order.rejected',
      data: { orderId: this.id, customerId, reason, dropped: [...dropped] },
    });
    return done(null);
  }

  /** Ends as payment-failed. Lines and totals are kept, so an order not placed yet is placed first. */
  failPayment(reason: string, items: readonly OrderItem[], dropped: readonly DroppedItem[]): Answer {
    const { status, customerId } = this.state;
    if (status === 'payment-failed') return done(null);
    if (status !== 'pending') return this.refuse('payment-failed');
    const placed = this.place(items, dropped);
    if (placed.outcome !== 'done') return placed;
    this.record({ type: 'order.payment-failed', data: { orderId: this.id, customerId, reason } });
    return done(null);
  }

  /**
   * A package was delivered. Only a completed checkout has packages, so where this news overtakes the approval the order is
   * approved by it.
   */
  enterTransit(): Answer {
    const { status, customerId } = this.state;
    if (status === 'in-transit' || status === 'delivered') return done(null);
    const approved = this.approve();
    if (approved.outcome !== 'done') return approved;
    this.record({ type: 'order.in-transit', data: { orderId: this.id, customerId } });
    return done(null);
  }

  /** The last package was delivered; the step through `in-transit` is always part of the history. */
  deliver(): Answer {
    const { status, customerId } = this.state;
    if (status === 'delivered') return done(null);
    const inTransit = this.enterTransit();
    if (inTransit.outcome !== 'done') return inTransit;
    this.record({ type: 'order.delivered', data: { orderId: this.id, customerId } });
    return done(null);
  }

  protected evolve(state: OrderState, event: OrderEvent): OrderState {
    const next = { ...state, status: statusAfter(event.type) };
    switch (event.type) {
      case 'order.pending': {
        const { customerId, number, currency } = event.data;
        return { ...next, customerId, number, currency };
      }
      case 'order.placed': {
        const { lines, dropped, itemsCents, freightCents, voucherCents, totalCents } = event.data;
        return { ...next, lines, dropped, totals: { itemsCents, freightCents, voucherCents, totalCents } };
      }
      case 'order.rejected':
        return { ...next, dropped: event.data.dropped };
      default:
        return next;
    }
  }

  private get isPlaced(): boolean {
    return this.state.lines.length > 0;
  }

  private refuse(wanted: string): StepOutcome<never> {
    const now = this.state.status === 'pending' && this.isPlaced ? 'placed' : this.state.status;
    return refused(`order-${now}-cannot-be-${wanted}`, undefined);
  }
}
