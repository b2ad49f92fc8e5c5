import type { Stock } from './stock.js';

/** Where stock is kept. Every method works in the current unit of work. */
export abstract class StockRepository {
  /** The stock of a product to be looked at; `undefined` when the product is not known (yet). */
  abstract find(productId: string): Promise<Stock | undefined>;

  /** The stock of products to be changed, by id: `Stock.unknown` for each that is not known. What another unit does to it meanwhile is not lost. */
  abstract loadAll(productIds: readonly string[]): Promise<ReadonlyMap<string, Stock>>;

  /** Keeps what was set or followed and appends it to the log; stock that nothing happened to is skipped. */
  abstract save(stocks: Iterable<Stock>): Promise<void>;
}
