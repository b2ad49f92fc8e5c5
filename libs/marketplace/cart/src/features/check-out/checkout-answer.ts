import { Injectable } from '@nestjs/common';
import { asDecided, isDecided, OrderReader, type OrderView } from '@marketplace/order/contract';
import { problem } from '@platform/http';
import { isInfrastructureError, UnitOfWork } from '@platform/persistence';
import { Sagas } from '@platform/saga';

import { CartRepository } from '../../domain/cart.repository.js';
import { PollPace } from './poll-pace.js';

/** How long an order may stay out of sight before the client is told to ask again. */
const UNANSWERABLE_MS = 5_000;

export interface Checkout {
  readonly customerId: string;
  readonly orderId: string;
}

/** What can be said of a checkout: `hidden` while the order cannot be read, `unapplied` until this cart has followed it. */
type Sight = { readonly answer: OrderView } | 'hidden' | 'unapplied';

/** Waits for a checkout to be decided, wherever it is worked on. */
@Injectable()
export class CheckoutAnswer {
  private readonly pace = new PollPace();

  constructor(
    private readonly orders: OrderReader,
    private readonly sagas: Sagas,
    private readonly uow: UnitOfWork,
    private readonly carts: CartRepository,
  ) {}

  /**
   * The order as it was decided, or as it is when that takes longer than `waitMs`. `signal` ends the wait, not the checkout.
   * @throws Problem `unavailable` when nothing can be said of the order for five seconds
   */
  async of(checkout: Checkout, waitMs: number, signal: AbortSignal): Promise<OrderView> {
    const began = performance.now();
    const elapsed = (): number => performance.now() - began;
    let pauseMs = this.pace.firstMs;
    let pending: OrderView | undefined;
    for (let looks = 0; ; looks += 1) {
      const leftMs = signal.aborted ? 0 : Math.max(0, waitMs - elapsed());
      // When the wait is over and there is still nothing to answer with, looking goes on at the pace it had reached.
      const bySignal = await this.pause(
        checkout.orderId,
        leftMs === 0 && looks > 0 ? pauseMs : Math.min(pauseMs, leftMs),
      );
      pauseMs = this.pace.next(pauseMs);

      const sight = await this.look(checkout);
      if (typeof sight === 'object') {
        if (isDecided(sight.answer)) {
          if (waitMs > 0) this.pace.ended(bySignal);
          return sight.answer;
        }
        pending = sight.answer;
      }
      const isOver = signal.aborted || elapsed() >= waitMs;
      if (isOver && pending && sight !== 'unapplied') return pending;
      if (
        elapsed() >= (sight === 'unapplied' || pending ? Math.max(waitMs, UNANSWERABLE_MS) : UNANSWERABLE_MS)
      )
        throw problem(
          'unavailable',
          'The checkout was accepted, but its order cannot be read. Ask again with the same key.',
          {
            retryAfterSeconds: 1,
          },
        );
    }
  }

  /** @returns whether the end of the checkout was signalled before the time was up */
  private async pause(orderId: string, ms: number): Promise<boolean> {
    if (ms <= 0) return false;
    const began = performance.now();
    await this.sagas.settled(orderId, ms);
    return performance.now() - began < ms - 1;
  }

  private async look({ customerId, orderId }: Checkout): Promise<Sight> {
    try {
      const order = await this.orders.read(orderId);
      if (!order) return 'hidden';
      if (!isDecided(order)) return { answer: order };
      const isSealed = await this.uow.read(() => this.carts.isSealedFor(customerId, orderId));
      return isSealed ? 'unapplied' : { answer: asDecided(order) };
    } catch (error) {
      if (isInfrastructureError(error)) return 'hidden';
      throw error;
    }
  }
}
