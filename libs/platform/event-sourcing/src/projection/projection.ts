import type { Message } from '@platform/messaging';

/**
 * A read model made of one module's own events, in tables of its own that can be made anew from the log at any time.
 *
 * Tables exist once per generation, so that a rebuild can be made beside the one that is read from. Readers use the view named
 * `name`, which shows the live generation.
 */
export interface Projection {
  /** Unique in its module; the name of the view, in snake case. */
  readonly name: string;
  /** Message types it is made of. */
  readonly types: ReadonlySet<string>;
  /** Raised when what it makes of events changes: the next start makes it anew, beside the old one. */
  readonly version: number;
  /** Definition of its table's columns and constraints, without the parentheses; names of indexes must be left to PostgreSQL. */
  readonly columns: string;
  /** Indexes of the table: the column lists, for instance `(customer_id, number)`. */
  readonly indexes?: readonly string[];
  /** Applies events, in log order and of the current schema version each, to `table` (quoted, with its schema), in the unit of work that is open. */
  readonly apply: (table: string, events: readonly Message[]) => Promise<void>;
}

/** Where one generation of a projection stands. */
export interface Generation {
  readonly generation: number;
  readonly version: number;
  readonly isLive: boolean;
  readonly ord: number;
  readonly position: number;
}

/** How far one generation of a projection has come. */
export interface GenerationProgress {
  readonly generation: number;
  readonly version: number;
  readonly isLive: boolean;
  /** Messages of the log that it has not looked at yet, counted up to {@link MOST_COUNTED}. */
  readonly behind: number;
  /** The share of the log that it has looked at, from 0 to 1. */
  readonly share: number;
}

/** Counting further would cost more than the figure is worth. */
export const MOST_COUNTED = 10_000;
