import type { OrderView } from './order-view.js';

/** The one read across modules: whoever waits for an order asks here, wherever the order module runs. */
export abstract class OrderReader {
  /** The order as it is now; `undefined` while there is none. */
  abstract read(orderId: string): Promise<OrderView | undefined>;
}
