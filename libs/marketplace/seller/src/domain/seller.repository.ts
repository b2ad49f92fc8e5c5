import type { Seller } from './seller.js';

/** Where sellers are kept. Every method works in the current unit of work. */
export abstract class SellerRepository {
  /** A seller to be looked at; `undefined` when there is none. */
  abstract find(id: string): Promise<Seller | undefined>;

  /** A seller to be changed, `Seller.unknown` when there is none. What another unit does to them meanwhile is not lost. */
  abstract load(id: string): Promise<Seller>;

  /** Many sellers to be changed, by id: one for each id, as {@link load} gives it. */
  abstract loadAll(ids: readonly string[]): Promise<ReadonlyMap<string, Seller>>;

  /** Keeps what was recorded on the sellers and appends it to the log; those with nothing recorded are skipped. */
  abstract save(sellers: Iterable<Seller>): Promise<void>;
}
