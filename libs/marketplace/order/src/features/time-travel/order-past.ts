import type { OrderView } from '../../contract/index.js';
import type { PastEvent } from './past-event.js';

/** A moment of an order: after so many changes, or what had been recorded by a time. */
export type Moment = { readonly version: number } | { readonly at: Date };

/** What an order was before it became what it is. Every method belongs into a unit of work of the order module. */
export abstract class OrderPast {
  /**
   * The order as it was; `undefined` when it was not there at that moment.
   * @throws Problem `history-not-kept`
   */
  abstract asOf(id: string, moment: Moment): Promise<OrderView | undefined>;

  /**
   * Everything that happened to it, oldest first; empty when there is no such order.
   * @throws Problem `history-not-kept`
   */
  abstract history(id: string): Promise<readonly PastEvent[]>;
}
