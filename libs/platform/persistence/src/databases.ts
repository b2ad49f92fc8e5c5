import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { type CrashPoints, NoCrashPoints } from './crash-points.js';
import type { Database, PoolUse } from './database.js';
import { UnitOfWorkMisuseError } from './errors.js';
import { ModuleUnitOfWork } from './module-unit-of-work.js';
import { openDatabase } from './open-database.js';
import type { Placement } from './placement.js';
import { prepareDatabase } from './prepare-database.js';
import { currentFrame } from './transaction.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Every database of this process, and the way from a module to its own. */
@Injectable()
export class Databases implements OnApplicationShutdown {
  private readonly units = new Map<string, UnitOfWork>();

  private constructor(
    private readonly databases: ReadonlyMap<string, Database>,
    placement: Placement,
  ) {
    for (const { module, schema, database } of placement.modules) {
      this.units.set(module, new ModuleUnitOfWork(module, schema, this.database(database)));
    }
  }

  /** Makes roles, schemas and tables where they are missing, then opens the pools. */
  static async open(
    placement: Placement,
    crashPoints: CrashPoints = new NoCrashPoints(),
  ): Promise<Databases> {
    const opened = await Promise.all(
      placement.databases.map(async (database) => {
        const modules = placement.modules.filter((module) => module.database === database.name);
        await prepareDatabase(database, modules);
        return openDatabase(
          database,
          modules.map(({ module }) => module),
          crashPoints,
        );
      }),
    );
    return new Databases(new Map(opened.map((database) => [database.name, database])), placement);
  }

  unitOfWork(module: string): UnitOfWork {
    const unit = this.units.get(module);
    if (!unit) throw new Error(`Module "${module}" is not placed on any database of this process.`);
    return unit;
  }

  get modules(): readonly string[] {
    return [...this.units.keys()];
  }

  /** Calls `hook` when the ambient transaction, whichever module's turn it is, has been committed. */
  afterCommit(hook: () => void): void {
    const frame = currentFrame();
    if (!frame)
      throw new UnitOfWorkMisuseError('There is no open unit of work whose commit could be awaited.');
    frame.transaction.onCommitted(hook);
  }

  get all(): readonly Database[] {
    return [...this.databases.values()];
  }

  poolUse(): readonly PoolUse[] {
    return this.all.map((database) => database.use());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((database) => database.close()));
  }

  private database(name: string): Database {
    const database = this.databases.get(name);
    if (!database) throw new Error(`Database "${name}" is not part of this placement.`);
    return database;
  }
}
