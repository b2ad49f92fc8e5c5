/** What a client sets out to do; a function of seed, stretch and index. What it costs and how it ends is not known here. */
export type Transaction = CheckoutSession | PriceUpdate | Replace | Delivery | DashboardLook;

export interface CheckoutSession {
  readonly type: 'checkout';
  /** Which customer, if it is free: an index. */
  readonly customer: number;
  readonly items: readonly {
    readonly productId: string;
    readonly quantity: number;
    readonly voucherCents: number;
  }[];
  readonly method: 'credit-card' | 'debit-card' | 'boleto';
  /** Of the first product, before it is put. */
  readonly readsStock: boolean;
  /** Before the checkout: what it shows is what will be paid, or a price moved. */
  readonly readsCart: boolean;
  /** Afterwards. */
  readonly readsOrder: boolean;
  /** The list of all the customer's orders, afterwards. */
  readonly listsOrders: boolean;
  /** Looks at a seller's dashboard until it shows the order: how long news take. */
  readonly watchesDashboard: boolean;
  /** Sends the checkout once more at the end, under the same key: its answer must be the one that was given. */
  readonly asksAgain: boolean;
}

export interface PriceUpdate {
  readonly type: 'price-update';
  readonly productId: string;
  /** By how many percent. */
  readonly raise: number;
  /** The customer who looks at a cart of his with that product until the new price shows; null: nobody does. */
  readonly watcher: number | null;
  /** Another one changes the same revision at the same time: one of the two has to be refused. */
  readonly hasRival: boolean;
}

export interface Replace {
  readonly type: 'replace';
  readonly productId: string;
  readonly raise: number;
}

export interface Delivery {
  readonly type: 'delivery';
}

export interface DashboardLook {
  readonly type: 'dashboard';
  readonly sellerId: string;
}
