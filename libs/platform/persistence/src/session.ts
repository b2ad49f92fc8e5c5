import type { Client, ClientBase, QueryConfig, QueryResult, QueryResultRow } from 'pg';

import { roleOf } from './placement.js';
import type { Verify } from './unit-of-work.js';

/**
 * One connection, in pipeline mode, for the time of one transaction. Sending is what costs: control statements (BEGIN, SET
 * LOCAL ROLE, SAVEPOINT) wait for the statement that needs them and travel with it, a role is set when a statement is to run
 * under it and not before, and everything that is sent in one turn of the event loop leaves in one write.
 *
 * Nobody waits for a control statement's answer, since the next statement's comes after it. What one of them reports is
 * thrown where that next answer is awaited.
 */
export class Session {
  private waiting: string[] = [];
  private role: string | undefined;
  private failure: unknown;
  private unanswered: Promise<void> | undefined;

  constructor(private readonly client: ClientBase) {}

  /** Sent before the next statement. */
  control(sql: string): void {
    this.waiting.push(sql);
  }

  /** The next statement runs as `module`. */
  assume(module: string): void {
    if (this.role === module) return;
    this.role = module;
    this.control(setRole(module));
  }

  async query<Row extends QueryResultRow>(statement: string | QueryConfig): Promise<QueryResult<Row>> {
    this.flush();
    try {
      const result = await this.client.query<Row>(statement);
      this.throwFailure();
      return result;
    } catch (error) {
      throw this.failure ?? error;
    }
  }

  /** Sends a statement that nobody waits for now: what it reports, or `verify` throws, is thrown as for control statements. */
  send(statement: QueryConfig, verify: Verify): void {
    this.flush();
    const fail = (error: unknown): void => {
      this.failure ??= error;
    };
    // In one step, so that it is known before whoever awaits the next statement's answer goes on.
    this.unanswered = this.client.query(statement).then(({ rows }) => {
      try {
        verify(rows);
      } catch (error) {
        fail(error);
      }
    }, fail);
  }

  /** Waits for the answers to all that was sent. @throws what one of them reported */
  async settled(): Promise<void> {
    const { unanswered } = this;
    if (unanswered !== undefined) {
      await unanswered; // the last: answers come in order
      if (this.unanswered === unanswered) this.unanswered = undefined;
    }
    this.throwFailure();
  }

  /** What a statement that nobody waited for reported first, if anything. */
  get reported(): unknown {
    return this.failure;
  }

  /** Undoes the savepoint and what its part reported. */
  async rollbackTo(savepoint: string, module: string): Promise<void> {
    this.flush();
    this.role = module;
    await this.client.query(
      `ROLLBACK TO SAVEPOINT ${savepoint}; RELEASE SAVEPOINT ${savepoint}; ${setRole(module)}`,
    );
    // Answers come in order: whatever the failed part reported has been reported by now, and is undone.
    this.failure = undefined;
    this.unanswered = undefined;
  }

  /** Ends the transaction whatever has failed. */
  async rollback(): Promise<void> {
    this.waiting = [];
    await this.client.query('ROLLBACK');
  }

  /** Sends what waits. */
  flush(): void {
    if ('connection' in this.client) corkForThisTurn(this.client as Client);
    if (this.waiting.length === 0) return;
    const statements = this.waiting.join('; ');
    this.waiting = [];
    this.client.query(statements).catch((error: unknown) => {
      this.failure ??= error;
    });
  }

  throwFailure(): void {
    if (this.failure !== undefined) throw this.failure as Error;
  }
}

function setRole(module: string): string {
  return `SET LOCAL ROLE "${roleOf(module)}"`;
}

const corked = new WeakSet<object>();

/** Ticks come when all that was already able to go on has gone on: whatever it sends over this connection is one write. */
function corkForThisTurn({ connection: { stream } }: Client): void {
  if (corked.has(stream)) return;
  corked.add(stream);
  stream.cork();
  process.nextTick(() => {
    corked.delete(stream);
    stream.uncork();
  });
}
