import type { StockView } from '../contract/index.js';
import type { Stock } from '../domain/stock.js';

/** The stock as REST shows it. */
export function stockView({ id, data }: Stock): StockView {
  const { productVersion, available, reserved, orderCount, yearToDate } = data;
  return { productId: id, productVersion, available, reserved, orderCount, yearToDate };
}
