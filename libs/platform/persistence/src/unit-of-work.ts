import type { EntityManager } from 'typeorm';

export interface UnitOptions {
  /** How often a serialization failure or deadlock is tried again from the start; 5 unless given. */
  readonly retries?: number;
  /** Names the crash points `<label>.before-commit` and `<label>.after-commit` of the outermost unit. */
  readonly label?: string;
}

/**
 * What is done with deferred items. Modules flush one after another without waiting for each other's answers when `flush`
 * only sends; what it has to do with an answer it gives back, to be called when all have sent.
 */
export type Flush<T> = (items: readonly T[]) => Promise<void> | Promise<() => Promise<void>>;

/** Looks at the rows that a statement returned; throws when they are not what they have to be. */
export type Verify = (rows: readonly unknown[]) => undefined;

/**
 * A module's way to its own data: one transaction, as the module's own database role.
 *
 * Injected into a module whose Nest module imports `PersistenceModule.forModule`, and bound to that module.
 */
export abstract class UnitOfWork {
  abstract readonly module: string;
  abstract readonly schema: string;

  /**
   * Runs `work` in a read-write transaction and commits it.
   *
   * Joins the ambient transaction when there is one on the same database: `work` then runs under this module's role and
   * commits or vanishes with the outermost unit. Units that join run strictly one after another.
   *
   * The outermost unit is run again from its start after a serialization failure or a deadlock, so `work` may have no
   * effect outside the database; such effects belong into {@link afterCommit}.
   *
   * @throws UnitOfWorkMisuseError when the ambient transaction is on another database, read-only, or busy with another unit
   */
  abstract run<T>(work: () => Promise<T>, options?: UnitOptions): Promise<T>;

  /** Like {@link run} but read-only when it opens the transaction itself. */
  abstract read<T>(work: () => Promise<T>): Promise<T>;

  /**
   * Runs `work` in a transaction of its own on a small reserved pool, whatever is ambient: for a fact that must survive
   * the rollback of the work around it. The pool is reserved so that a unit holding a connection never waits for a
   * second one that only other such units could give back.
   */
  abstract apart<T>(work: () => Promise<T>): Promise<T>;

  /**
   * Runs `work` behind a savepoint of the current unit. When it throws, the database and everything that was deferred
   * until commit are as they were before, and the unit goes on.
   */
  abstract savepoint<T>(work: () => Promise<T>): Promise<T>;

  /**
   * Runs one SQL statement in the current unit; rows of a SELECT or RETURNING. Statements are prepared once per
   * connection under their text, so the text must not carry values.
   *
   * @throws OutsideUnitOfWorkError outside a unit
   */
  abstract query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;

  /**
   * Sends one SQL statement in the current unit without waiting for its answer: it travels with the next one, which saves a
   * round trip for whatever changes rows and has nothing to tell. Statements are carried out in the order they were sent.
   *
   * What it reports, or `verify` throws, is thrown by a later statement of the unit, and before the commit at the latest. So
   * nothing may be told to the outside between `write` and an answer of the same unit; see {@link settled}.
   *
   * @throws OutsideUnitOfWorkError outside a unit
   */
  abstract write(sql: string, parameters: readonly unknown[], verify?: Verify): void;

  /** Resolves when every {@link write} so far was answered. @throws what one of them reported */
  abstract settled(): Promise<void>;

  /** TypeORM's entity manager of the current unit. @throws OutsideUnitOfWorkError outside a unit */
  abstract get entities(): EntityManager;

  /** True inside a unit of this module. */
  abstract get isOpen(): boolean;

  /**
   * Defers `item` to the end of the transaction: after all work, `flush` receives every item deferred under `key` by this
   * module, once, under the module's role; modules flush in name order. Whatever is locked late is thus locked in one order.
   */
  abstract beforeCommit<T>(key: string, item: T, flush: Flush<T>): void;

  /** What this module has deferred under `key` so far and not flushed, oldest first: whoever reads back what it wrote needs it. */
  abstract deferred(key: string): readonly unknown[];

  /** Calls `hook` when the transaction has been committed; never when it was rolled back. */
  abstract afterCommit(hook: () => void): void;

  /** Reports one of the {@link CrashPoints}, inside a unit or outside. */
  abstract reached(place: string): Promise<void>;
}
