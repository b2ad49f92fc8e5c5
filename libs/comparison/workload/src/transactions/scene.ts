import type { Clients } from '../client/clients.js';
import type { Customers } from '../client/customers.js';
import type { Halt } from '../client/halt.js';
import type { Operations } from '../client/operations.js';
import type { Tally } from '../measure/tally.js';
import type { Product } from '../population/population.js';

/** Where transactions are played. */
export interface Scene {
  readonly operations: Operations;
  readonly tally: Tally;
  readonly halt: Halt;
  readonly customers: Customers;
  readonly clients: Clients;
  /** By id. */
  readonly products: ReadonlyMap<string, Product>;
  /** `Prefer: wait` of checkouts. */
  readonly waitSeconds: number;
}

/** When a transaction of an open loop should begin, by `performance.now()`; a closed loop has no such thing. */
export type Due = number | undefined;
