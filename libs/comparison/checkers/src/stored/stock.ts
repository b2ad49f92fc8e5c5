import type { SchemaReader } from '../databases.js';
import type { Stock } from '../resources.js';
import { type Fold, isKeptAsEvents, streamsOf } from './streams.js';

interface StockState extends Omit<Stock, 'productId'> {
  readonly productStatus: string;
  /** Pieces by the order that holds them. */
  readonly held: Readonly<Record<string, number>>;
}

export async function readStock(databases: SchemaReader): Promise<Stock[]> {
  if (await isKeptAsEvents(databases, 'stock'))
    return [...(await streamsOf(databases, 'stock'))].map(([productId, events]) => {
      const { productVersion, available, reserved, orderCount, yearToDate } = foldStock(events);
      return { productId, productVersion, available, reserved, orderCount, yearToDate };
    });
  return databases.query<Stock>(
    'stock',
    `SELECT product_id AS "productId", product_version AS "productVersion", available, reserved,
            order_count AS "orderCount", year_to_date::float8 AS "yearToDate" FROM stock.stock`,
  );
}

interface Told {
  readonly productVersion: number;
  readonly productStatus: string;
  readonly available: number;
  readonly orderId: string;
  readonly quantity: number;
}

/** Adds up what is recorded, whether or not it makes sense: that is for the checkers to say. */
export const foldStock: Fold<StockState> = (events) => {
  let [productVersion, productStatus] = [0, ''];
  let [available, reserved, orderCount, yearToDate] = [0, 0, 0, 0];
  const held = new Map<string, number>();
  for (const { type, data } of events) {
    const told = data as Told;
    if (type === 'stock.created' || type === 'stock.product-followed')
      ({ productVersion, productStatus } = told);
    if (type === 'stock.set') available = told.available;
    if (type === 'stock.reserved') {
      reserved += told.quantity;
      held.set(told.orderId, told.quantity);
    }
    if (type === 'stock.released' || type === 'stock.confirmed') {
      reserved -= told.quantity;
      held.delete(told.orderId);
    }
    if (type === 'stock.confirmed') {
      available -= told.quantity;
      orderCount += 1;
      yearToDate += told.quantity;
    }
  }
  return {
    ...{ productVersion, productStatus, available, reserved, orderCount, yearToDate },
    held: Object.fromEntries(held),
  };
};
