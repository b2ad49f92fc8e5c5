import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';

import type { CrashPoints } from './crash-points.js';
import { isRetryable, UnitOfWorkMisuseError } from './errors.js';
import { outsideAnyTurn, Transaction } from './transaction.js';
import type { UnitOptions } from './unit-of-work.js';

const DEFAULT_RETRIES = 5;
const FIRST_PAUSE_MS = 8;

interface TransactOptions extends UnitOptions {
  readonly source?: DataSource;
  readonly readOnly?: boolean;
}

export interface PoolUse {
  readonly database: string;
  readonly max: number;
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

/** One database of the placement: a TypeORM DataSource that the modules on it share, and a small reserved one. */
export class Database {
  constructor(
    readonly name: string,
    readonly main: DataSource,
    readonly reserved: DataSource,
    readonly crashPoints: CrashPoints,
  ) {}

  /** Runs `work` as `module` in a new transaction, again from its start after a serialization failure or deadlock. */
  async transact<T>(
    module: string,
    work: () => Promise<T>,
    { source = this.main, readOnly = false, retries = DEFAULT_RETRIES, label }: TransactOptions = {},
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(source, module, readOnly, label, work);
      } catch (error) {
        if (!isRetryable(error) || attempt > retries) throw error;
        // Full jitter: transactions that collided once do not collide again in step.
        await new Promise((resolve) => setTimeout(resolve, Math.random() * FIRST_PAUSE_MS * 2 ** attempt));
      }
    }
  }

  /** True when a trivial statement is answered. */
  async ping(): Promise<void> {
    await this.main.query('SELECT 1');
  }

  use(): PoolUse {
    const pool = poolOf(this.main);
    return {
      database: this.name,
      max: pool.options.max,
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    };
  }

  async close(): Promise<void> {
    await Promise.all(
      [this.main, this.reserved].filter((source) => source.isInitialized).map((source) => source.destroy()),
    );
  }

  private async attempt<T>(
    source: DataSource,
    module: string,
    readOnly: boolean,
    label: string | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    const transaction = await Transaction.begin(this.name, source.createQueryRunner(), readOnly);
    let broken = false;
    let hooks: readonly (() => void)[];
    let result: T;
    try {
      result = await transaction.takeTurn(module, work);
      if (label !== undefined) await this.crashPoints.reached(`${label}.before-commit`);
      hooks = await transaction.commit();
      if (label !== undefined) await this.crashPoints.reached(`${label}.after-commit`);
    } catch (error) {
      await transaction.rollback().catch(() => {
        broken = true;
      });
      throw transaction.causeOf(error);
    } finally {
      await transaction.release(broken);
    }
    for (const hook of hooks) outsideAnyTurn(hook);
    return result;
  }
}

/** The pg pool behind a DataSource. */
function poolOf(source: DataSource): Pool {
  const driver = source.driver as unknown as { master?: Pool };
  if (!driver.master) throw new UnitOfWorkMisuseError('The database is not connected.');
  return driver.master;
}
