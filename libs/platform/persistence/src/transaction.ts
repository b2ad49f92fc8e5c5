import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { ClientBase, QueryConfig } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';

import { isInfrastructureError, UnitOfWorkMisuseError } from './errors.js';
import { Session } from './session.js';
import type { Flush, Verify } from './unit-of-work.js';

interface Deferred {
  readonly module: string;
  readonly key: string;
  readonly items: unknown[];
  readonly flush: Flush<unknown>;
}

/** One module's turn inside a transaction. */
export interface Frame {
  readonly transaction: Transaction;
  readonly module: string;
}

const frames = new AsyncLocalStorage<Frame>();

/** The turn that the calling code runs in, if any. */
export function currentFrame(): Frame | undefined {
  return frames.getStore();
}

/** Calls `hook` as nobody's turn: what it begins is its own, and never part of a transaction around the caller. */
export function outsideAnyTurn(hook: () => void): void {
  frames.exit(hook);
}

/** One open transaction and the modules taking turns in it. */
export class Transaction {
  private readonly turns: Frame[] = [];
  private readonly deferred = new Map<string, Deferred>();
  private readonly committed: (() => void)[] = [];
  /** Turns that got hold of TypeORM's entity manager, whose statements are not sent by us. */
  private readonly managing = new WeakSet<Frame>();
  private readonly session: Session;
  private misuse: UnitOfWorkMisuseError | undefined;
  private savepoints = 0;

  private constructor(
    readonly database: string,
    readonly readOnly: boolean,
    private readonly runner: QueryRunner,
    private readonly client: ClientBase,
  ) {
    this.session = new Session(client);
  }

  static async begin(database: string, runner: QueryRunner, readOnly: boolean): Promise<Transaction> {
    const client = (await runner.connect()) as ClientBase;
    const transaction = new Transaction(database, readOnly, runner, client);
    transaction.session.control(readOnly ? 'BEGIN READ ONLY' : 'BEGIN');
    markActive(runner);
    return transaction;
  }

  /** Gives `module` a turn: statements run under its role for the time of `work`, and under the caller's again however it ends. */
  async takeTurn<T>(module: string, work: () => Promise<T>): Promise<T> {
    const caller = this.turns.at(-1);
    if (caller !== currentFrameOf(this)) {
      throw new UnitOfWorkMisuseError(
        `Module "${module}" joined a transaction while "${caller?.module ?? 'none'}" was still at work in it; participants take turns one after another.`,
      );
    }
    const frame: Frame = { transaction: this, module };
    this.turns.push(frame);
    try {
      return await frames.run(frame, work);
    } finally {
      if (this.turns.at(-1) !== frame) {
        // A unit that was started and not awaited is still at work: nothing it does may be committed.
        this.misuse ??= new UnitOfWorkMisuseError(
          `Module "${module}" ended its unit while a unit that joined it was still at work.`,
        );
      }
      this.turns.splice(this.turns.indexOf(frame));
      if (caller !== undefined && this.managing.has(caller)) this.hand(caller);
    }
  }

  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    this.session.assume(this.assertTurn().module);
    return (await this.session.query<Row>(prepared(sql, parameters))).rows;
  }

  write(sql: string, parameters: readonly unknown[], verify: Verify): void {
    this.session.assume(this.assertTurn().module);
    this.session.send(prepared(sql, parameters), verify);
  }

  settled(): Promise<void> {
    return this.session.settled();
  }

  get entities(): EntityManager {
    const frame = this.assertTurn();
    this.managing.add(frame);
    this.hand(frame);
    return this.runner.manager;
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const frame = this.assertTurn();
    const { module } = frame;
    await this.session.settled(); // what came before is not this savepoint's to undo
    const name = `sp_${(this.savepoints += 1)}`;
    const mark = this.mark();
    this.session.control(`SAVEPOINT ${name}`);
    try {
      const result = await work();
      await this.session.settled();
      this.session.control(`RELEASE SAVEPOINT ${name}`);
      return result;
    } catch (error) {
      this.restore(mark);
      await this.session.rollbackTo(name, module);
      throw error;
    }
  }

  defer(module: string, key: string, item: unknown, flush: Flush<unknown>): void {
    const id = `${module}\0${key}`;
    const existing = this.deferred.get(id);
    if (existing) existing.items.push(item);
    else this.deferred.set(id, { module, key, items: [item], flush });
  }

  deferredOf(module: string, key: string): readonly unknown[] {
    return this.deferred.get(`${module}\0${key}`)?.items ?? [];
  }

  onCommitted(hook: () => void): void {
    this.committed.push(hook);
  }

  /** Flushes what was deferred and commits. @returns the hooks to call now that the commit is certain */
  async commit(): Promise<readonly (() => void)[]> {
    await this.flush();
    await this.session.settled();
    this.throwMisuse();
    const ended = this.session.query('COMMIT');
    if (this.readOnly) {
      // What was read has been read: nobody waits for the end, and the connection's next user comes after it anyway.
      ended.catch(() => undefined);
      return this.committed;
    }
    const result = await ended;
    this.throwMisuse();
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error.
    if (result.command !== 'COMMIT')
      throw new UnitOfWorkMisuseError(
        'A statement of this unit failed and its error was swallowed; nothing was committed.',
      );
    return this.committed;
  }

  async rollback(): Promise<void> {
    await this.session.rollback();
  }

  /** What brought the transaction down, where that was a statement that nobody waited for and not what the work threw. */
  causeOf(thrown: unknown): unknown {
    const { reported } = this.session;
    return isInfrastructureError(reported) ? reported : thrown;
  }

  async release(broken: boolean): Promise<void> {
    unmarkActive(this.runner);
    // A connection whose transaction could not be ended must not serve another unit; pg-pool drops an ended client.
    if (broken && 'end' in this.client && typeof this.client.end === 'function')
      void (this.client.end as () => Promise<void>)().catch(() => undefined);
    await this.runner.release();
  }

  private async flush(): Promise<void> {
    while (this.deferred.size > 0) {
      const pending = [...this.deferred.values()].sort((a, b) =>
        a.module < b.module ? -1 : a.module > b.module ? 1 : a.key < b.key ? -1 : 1,
      );
      this.deferred.clear();
      const followUps: { readonly module: string; readonly followUp: () => Promise<void> }[] = [];
      for (const { module, items, flush } of pending) {
        const followUp = await this.takeTurn(module, async () => flush(items));
        if (typeof followUp === 'function') followUps.push({ module, followUp });
      }
      if (followUps.length > 0) await this.session.settled();
      for (const { module, followUp } of followUps) await this.takeTurn(module, followUp);
    }
  }

  private mark(): { readonly lengths: ReadonlyMap<string, number>; readonly committed: number } {
    return {
      lengths: new Map([...this.deferred].map(([id, entry]) => [id, entry.items.length])),
      committed: this.committed.length,
    };
  }

  private restore(mark: ReturnType<Transaction['mark']>): void {
    for (const [id, entry] of this.deferred) {
      const length = mark.lengths.get(id);
      if (length === undefined) this.deferred.delete(id);
      else entry.items.length = length;
    }
    this.committed.length = mark.committed;
  }

  private assertTurn(): Frame {
    const frame = currentFrameOf(this);
    if (frame === undefined || this.turns.at(-1) !== frame) {
      throw new UnitOfWorkMisuseError(
        `Module "${frame?.module ?? 'unknown'}" used a transaction when it was not its turn.`,
      );
    }
    return frame;
  }

  /** Statements that TypeORM sends by itself run as this turn's module. */
  private hand({ module }: Frame): void {
    this.session.assume(module);
    this.session.flush();
  }

  private throwMisuse(): void {
    if (this.misuse) throw this.misuse;
    this.session.throwFailure();
  }
}

function currentFrameOf(transaction: Transaction): Frame | undefined {
  const frame = frames.getStore();
  return frame?.transaction === transaction ? frame : undefined;
}

const statementNames = new Map<string, string>();

function prepared(sql: string, parameters: readonly unknown[]): QueryConfig {
  return { name: statementName(sql), text: sql, values: [...parameters] };
}

/** A short stable name per SQL text, so that each connection parses and plans a statement once. */
function statementName(sql: string): string {
  let name = statementNames.get(sql);
  if (name === undefined) {
    name = createHash('sha1').update(sql).digest('base64url');
    statementNames.set(sql, name);
  }
  return name;
}

// TypeORM's own BEGIN would cost a round trip more. Its runner must still know that a transaction is open, or
// `EntityManager.save` would begin and commit one of its own in the middle of ours.
interface RunnerState {
  isTransactionActive: boolean;
  transactionDepth: number;
}

function markActive(runner: QueryRunner): void {
  const state = runner as unknown as RunnerState;
  state.isTransactionActive = true;
  state.transactionDepth = 1;
}

function unmarkActive(runner: QueryRunner): void {
  const state = runner as unknown as RunnerState;
  state.isTransactionActive = false;
  state.transactionDepth = 0;
}
