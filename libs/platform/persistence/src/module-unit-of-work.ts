import type { EntityManager } from 'typeorm';

import type { Database } from './database.js';
import { OutsideUnitOfWorkError, UnitOfWorkMisuseError } from './errors.js';
import { currentFrame, type Transaction } from './transaction.js';
import { type Flush, UnitOfWork, type UnitOptions, type Verify } from './unit-of-work.js';

/** The unit of work of one module on the database it was placed on. */
export class ModuleUnitOfWork extends UnitOfWork {
  constructor(
    readonly module: string,
    readonly schema: string,
    private readonly database: Database,
  ) {
    super();
  }

  override run<T>(work: () => Promise<T>, options: UnitOptions = {}): Promise<T> {
    const ambient = this.ambient();
    if (!ambient) return this.database.transact(this.module, work, options);
    if (ambient.readOnly)
      throw new UnitOfWorkMisuseError(`Module "${this.module}" wants to write inside a read-only unit.`);
    return ambient.takeTurn(this.module, work);
  }

  override read<T>(work: () => Promise<T>): Promise<T> {
    const ambient = this.ambient();
    return ambient
      ? ambient.takeTurn(this.module, work)
      : this.database.transact(this.module, work, { readOnly: true });
  }

  override apart<T>(work: () => Promise<T>): Promise<T> {
    return this.database.transact(this.module, work, { source: this.database.reserved });
  }

  override savepoint<T>(work: () => Promise<T>): Promise<T> {
    return this.mine().savepoint(work);
  }

  override async query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    return this.mine().query<Row>(sql, parameters);
  }

  override write(sql: string, parameters: readonly unknown[], verify: Verify = () => undefined): void {
    this.mine().write(sql, parameters, verify);
  }

  override async settled(): Promise<void> {
    return this.mine().settled();
  }

  override get entities(): EntityManager {
    return this.mine().entities;
  }

  override get isOpen(): boolean {
    return currentFrame()?.module === this.module;
  }

  override beforeCommit<T>(key: string, item: T, flush: Flush<T>): void {
    this.mine().defer(this.module, key, item, flush as Flush<unknown>);
  }

  override deferred(key: string): readonly unknown[] {
    return this.mine().deferredOf(this.module, key);
  }

  override afterCommit(hook: () => void): void {
    this.mine().onCommitted(hook);
  }

  override async reached(place: string): Promise<void> {
    await this.database.crashPoints.reached(place);
  }

  private ambient(): Transaction | undefined {
    const frame = currentFrame();
    if (frame && frame.transaction.database !== this.database.name) {
      throw new UnitOfWorkMisuseError(
        `Module "${this.module}" on database "${this.database.name}" cannot join a transaction on "${frame.transaction.database}".`,
      );
    }
    return frame?.transaction;
  }

  private mine(): Transaction {
    const frame = currentFrame();
    if (frame?.module !== this.module) throw new OutsideUnitOfWorkError(this.module);
    return frame.transaction;
  }
}
