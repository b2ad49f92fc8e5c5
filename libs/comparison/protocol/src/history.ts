import { z } from 'zod';

/** What a client can do. `decided` is the end of a checkout that was answered before its order was decided. */
export const operationName = z.enum([
  'put-item',
  'read-cart',
  'abandon-cart',
  'checkout',
  'decided',
  'read-order',
  'read-orders',
  'change-price',
  'read-product',
  'replace-product',
  'deliver',
  'dashboard',
  'read-stock',
]);
export type OperationName = z.infer<typeof operationName>;

/**
 * An entry of a history, a line of NDJSON each. With the Jepsen discipline: every operation is invoked, and ends as `ok` (it
 * happened, as `output` says), `fail` (it certainly did not happen: it was refused) or `info` (nobody knows: a timeout, a broken
 * connection, a 5xx). One process does one thing at a time, and goes on under another number after an `info`.
 */
export const historyEntry = z.object({
  /** Rising by one within a file. */
  index: z.int().nonnegative(),
  /** Of the client; a session is what one process does. */
  process: z.int().nonnegative(),
  type: z.enum(['invoke', 'ok', 'fail', 'info']),
  operation: operationName,
  /** Wall clock of the generator's machine, ms since the epoch with fractions, monotonic within a file. */
  at: z.number(),
  /** The same for an operation's invoke and its end; unique within a file. */
  id: z.int().nonnegative(),
  /** What was asked for; see `inputs`. Of an `invoke` only. */
  input: z.record(z.string(), z.unknown()).optional(),
  /** What was answered, see `Output` and `Bodies`. Of `ok` and `fail`; of `info` where there was an answer. */
  output: z.record(z.string(), z.unknown()).optional(),
  /** Why it failed or is not known: a problem's type, `timeout`, `ECONNRESET`. */
  error: z.string().optional(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** A look of somebody who waits for a change to show, and looks until it does: the price that revision brought, or the order. */
export interface WatchedPrice {
  readonly productId: string;
  readonly revision: number;
}
export interface WatchedOrder {
  readonly orderId: string;
}

/** What `input` holds, by operation. `watch`: of a look that is one of many until a change shows, and says nothing of how often others see it. */
export interface Inputs {
  'put-item': {
    readonly customerId: string;
    readonly productId: string;
    readonly quantity: number;
    readonly voucherCents: number;
  };
  'read-cart': { readonly customerId: string; readonly watch?: WatchedPrice };
  'abandon-cart': { readonly customerId: string };
  checkout: {
    readonly customerId: string;
    readonly idempotencyKey: string;
    readonly method: string;
    /** `Prefer: wait`, in seconds; 0: answer at once. */
    readonly waitSeconds: number;
    /** 1 for the first time, 2 for the first retry under the same key. */
    readonly attempt: number;
    /** Asked again although an answer had come: to see whether it is the same. It is about the past, so nothing that is seen later. */
    readonly replay?: true;
  };
  decided: { readonly orderId: string };
  'read-order': { readonly orderId: string };
  /** All orders of a customer, newest first; `output` holds their `items`. */
  'read-orders': { readonly customerId: string };
  'change-price': { readonly productId: string; readonly priceCents: number; readonly revision: number };
  'read-product': { readonly productId: string };
  'replace-product': { readonly productId: string; readonly priceCents: number };
  deliver: { readonly idempotencyKey: string };
  dashboard: { readonly sellerId: string; readonly watch?: WatchedOrder };
  'read-stock': { readonly productId: string };
}

/** What `output` is: the HTTP status, and of the JSON body what somebody judges; a refusal has none. */
export interface Output<Body = unknown> {
  readonly status: number;
  readonly body?: Body;
}

export interface SeenOrder {
  readonly id: string;
  readonly customerId: string;
  readonly number: number;
  readonly status: string;
  readonly version: number;
  /** Of the last change of status, where there is one. */
  readonly reason?: string;
  readonly lines: readonly {
    readonly productId: string;
    readonly productVersion: number;
    readonly sellerId: string;
    readonly quantity: number;
    readonly unitPriceCents: number;
    readonly freightCents: number;
    readonly voucherCents: number;
    readonly totalCents: number;
  }[];
  readonly dropped: readonly { readonly productId: string; readonly reason: string }[];
  readonly itemsCents: number;
  readonly freightCents: number;
  readonly voucherCents: number;
  readonly totalCents: number;
}

export interface SeenCart {
  readonly customerId: string;
  readonly status: string;
  readonly items: readonly {
    readonly productId: string;
    readonly productVersion: number;
    readonly quantity: number;
    readonly unitPriceCents: number;
  }[];
}

export interface SeenProduct {
  readonly id: string;
  readonly revision: number;
  readonly version: number;
  readonly priceCents: number;
  readonly status: string;
}

export interface SeenDashboard {
  readonly sellerId: string;
  readonly orders: number;
  readonly items: number;
  readonly amountCents: number;
  readonly freightCents: number;
  readonly voucherCents: number;
  readonly invoiceCents: number;
  readonly entries: readonly {
    readonly orderId: string;
    readonly productId: string;
    readonly status: string;
    readonly quantity: number;
    readonly amountCents: number;
    readonly freightCents: number;
    readonly voucherCents: number;
    readonly totalCents: number;
  }[];
}

export interface SeenStock {
  readonly productId: string;
  readonly productVersion: number;
  readonly available: number;
  readonly reserved: number;
}

/** A customer's orders as listed: newest first. */
export interface SeenOrders {
  readonly items: readonly Pick<SeenOrder, 'id' | 'status'>[];
  /** Whether there are no older ones than these. */
  readonly whole: boolean;
}

/** What the `body` of an `output` is, by operation. */
export interface Bodies {
  'put-item': SeenCart;
  'read-cart': SeenCart;
  'abandon-cart': undefined;
  checkout: SeenOrder;
  /** `before`: the last sight of it that was not decided, of all that were taken until it was. */
  decided: SeenOrder & { readonly before?: SeenOrder };
  'read-order': SeenOrder;
  'read-orders': SeenOrders;
  'change-price': SeenProduct;
  'read-product': SeenProduct;
  'replace-product': SeenProduct;
  deliver: {
    readonly delivered: readonly {
      readonly sellerId: string;
      readonly orderId: string;
      readonly packageId: string;
    }[];
  };
  dashboard: SeenDashboard;
  'read-stock': SeenStock;
}
