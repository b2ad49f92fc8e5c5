import type { Customer } from './customer.js';

/** Where customers are kept. Every method works in the current unit of work. */
export abstract class CustomerRepository {
  /** A customer to be looked at; `undefined` when there is none. */
  abstract find(id: string): Promise<Customer | undefined>;

  /** A customer to be changed, `Customer.unknown` when there is none. What another unit does to them meanwhile is not lost. */
  abstract load(id: string): Promise<Customer>;

  /** Many customers to be changed, by id: one for each id, as {@link load} gives it. */
  abstract loadAll(ids: readonly string[]): Promise<ReadonlyMap<string, Customer>>;

  /** Keeps what was recorded on the customers and appends it to the log; those with nothing recorded are skipped. */
  abstract save(customers: Iterable<Customer>): Promise<void>;
}
