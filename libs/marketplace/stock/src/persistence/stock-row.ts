import { Stock, type StockState } from '../domain/stock.js';

/** A row of `stock.stock`. */
export interface StockRow extends Omit<StockState, 'held'> {
  readonly productId: string;
  readonly version: number;
}

/** @param held what the order holds on whose behalf the row was read */
export function restoreStock(row: StockRow, held: StockState['held'] = {}): Stock {
  const { productId, version, productVersion, productStatus, available, reserved, orderCount, yearToDate } =
    row;
  const state = { productVersion, productStatus, available, reserved, orderCount, yearToDate, held };
  return Stock.restore(productId, state, version);
}
