import type { OperationName } from '@comparison/protocol';
import type { Order, OrderStatus } from '../resources.js';
import { noFacts, type ProductState, type StoredFacts } from '../checks/stored-facts.js';
import type { Found, HistoryCheck } from '../checks/tally.js';
import { shortest } from '../checks/minimise.js';
import { entriesOf, type Operation, operationOf } from '../history/operation.js';

/** The second that a hand-written history begins in. */
export const begin = Date.UTC(2026, 0, 1, 12);
export const second = (seconds: number): number => begin + seconds * 1_000;
export const iso = (seconds: number): string => new Date(second(seconds)).toISOString();

interface Written {
  readonly by?: number;
  readonly from: number;
  /** Left out: nobody saw the end. */
  readonly to?: number;
  readonly input?: Record<string, unknown>;
  readonly status?: number;
  readonly body?: unknown;
  readonly type?: 'ok' | 'fail' | 'info';
}

/** Writes down operations in the order in which they are named; times in seconds. */
export class Scribe {
  readonly #operations: Operation[] = [];
  #index = 0;

  did(
    name: OperationName,
    { by = 0, from, to, input = {}, status = 200, body, type = 'ok' }: Written,
  ): Operation {
    const id = this.#operations.length;
    const entry = { process: by, operation: name, id };
    const operation = operationOf(
      { ...entry, index: this.#index++, type: 'invoke', at: second(from), input },
      to === undefined
        ? undefined
        : {
            ...entry,
            index: this.#index++,
            type,
            at: second(to),
            ...(type !== 'info' && { output: { status, body } }),
          },
    );
    this.#operations.push(operation);
    return operation;
  }

  get operations(): readonly Operation[] {
    return [...this.#operations].sort((one, other) => one.start - other.start);
  }
}

export const line = {
  ...{
    productId: 'oil',
    productVersion: 1,
    sellerId: 'olive',
    name: 'Oil',
    quantity: 2,
    unitPriceCents: 500,
  },
  ...{ freightCents: 0, voucherCents: 0, totalCents: 1_000 },
};

const versions: Readonly<Record<OrderStatus, number>> = {
  ...{ pending: 1, rejected: 2, 'payment-failed': 3, approved: 3, 'in-transit': 4, delivered: 5 },
};

/** An order of Ana for two bottles of oil; begun and decided within the first second unless it says otherwise. */
export function order(id: string, status: OrderStatus = 'approved', over: Partial<Order> = {}): Order {
  const history: OrderStatus[] = status === 'pending' ? ['pending'] : ['pending', status];
  return {
    ...{ id, customerId: 'ana', number: 1, status, version: versions[status], currency: 'EUR' },
    statusHistory: history.map((each, index) => ({ status: each, at: iso(index / 2) })),
    ...{ lines: [line], dropped: [], itemsCents: 1_000, freightCents: 0, voucherCents: 0, totalCents: 1_000 },
    ...{ createdAt: iso(0), updatedAt: iso(0.5) },
    ...over,
  };
}

export function facts(over: Partial<StoredFacts> & { readonly stored?: readonly Order[] } = {}): StoredFacts {
  const { stored = [], ...others } = over;
  return { ...noFacts, orders: new Map(stored.map((each) => [each.id, each])), ...others };
}

/** The states of a product of Olive's, each with the second that it was recorded in, revisions from 1. */
export function priced(
  ...prices: readonly (readonly [at: number, cents: number, version?: number])[]
): ProductState[] {
  return prices.map(([at, priceCents, version = 1], index) => ({
    ...{ revision: index + 1, version, priceCents, freightCents: 0, sellerId: 'olive', at: second(at) },
  }));
}

/** What a check finds, each with the ids of the operations of the shortest history that shows it. */
export function found(
  check: HistoryCheck,
  scribe: Scribe,
  stored: StoredFacts = facts(),
): readonly { readonly message: string; readonly shownBy: readonly number[] }[] {
  return check(scribe.operations, stored).found.map((each: Found) => {
    const operations = shortest(each, check, stored);
    const indexes = entriesOf(operations).map(({ index }) => index);
    if (indexes.some((index, at) => at > 0 && index <= (indexes[at - 1] ?? 0)))
      throw new Error('A history has its entries in the order of their file.');
    return { message: each.message, shownBy: operations.map(({ id }) => id) };
  });
}
