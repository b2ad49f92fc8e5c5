import type { DashboardEntry } from '../contract/index.js';

/** An entry and whose dashboard it is on. */
export type SellerEntry = DashboardEntry & { readonly sellerId: string };

/** The lines of open orders, over all sellers. Every method works in the current unit of work. */
export abstract class DashboardEntries {
  /** Entries of one order; those that are there already stay as they are. */
  abstract add(entries: readonly SellerEntry[]): Promise<void>;

  abstract setStatus(orderId: string, status: DashboardEntry['status']): Promise<void>;

  abstract removeOrder(orderId: string): Promise<void>;

  /** All entries of a seller as of one moment, oldest order first. */
  abstract ofSeller(sellerId: string): Promise<DashboardEntry[]>;
}
