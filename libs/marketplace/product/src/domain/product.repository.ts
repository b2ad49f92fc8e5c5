import type { Product } from './product.js';

/** Where products are kept. Every method works in the current unit of work. */
export abstract class ProductRepository {
  /** A product to be looked at; `undefined` when there is none. */
  abstract find(id: string): Promise<Product | undefined>;

  /** A product to be changed, `Product.unknown` when there is none. What another unit does to it meanwhile is not lost. */
  abstract load(id: string): Promise<Product>;

  /** Many products to be changed, by id: one for each id, as {@link load} gives it. */
  abstract loadAll(ids: readonly string[]): Promise<ReadonlyMap<string, Product>>;

  /** Keeps what was recorded on the products and appends it to the log; products with nothing recorded are skipped. */
  abstract save(products: Iterable<Product>): Promise<void>;
}
