import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { Databases, registerModule } from '@platform/persistence';
import { IdempotencyPurge } from './idempotency-purge.js';
import { IdempotencyStore } from './idempotency-store.js';
import { Idempotent } from './idempotent.js';
import { CreateIdempotencyKeys1767000000100 } from './migrations.js';

@Module({})
export class IdempotencyModule {
  /** Gives a module a table of idempotency keys in its own schema, and `Idempotent` and `IdempotencyStore` over it. */
  static forModule({ name }: { readonly name: string }): DynamicModule {
    registerModule(name, { migrations: [CreateIdempotencyKeys1767000000100] });
    return {
      module: moduleClass(),
      providers: [
        {
          provide: IdempotencyStore,
          inject: [Databases],
          useFactory: (databases: Databases) => new IdempotencyStore(databases.unitOfWork(name)),
        },
        {
          provide: Idempotent,
          inject: [Databases, IdempotencyStore],
          useFactory: (databases: Databases, store: IdempotencyStore) =>
            new Idempotent(databases.unitOfWork(name), store),
        },
        {
          provide: IdempotencyPurge,
          inject: [Databases, IdempotencyStore],
          useFactory: (databases: Databases, store: IdempotencyStore) =>
            new IdempotencyPurge(databases.unitOfWork(name), store),
        },
      ],
      exports: [Idempotent, IdempotencyStore],
    };
  }
}

/** Nest tells dynamic modules apart by class; every module gets one of its own. */
function moduleClass(): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- only its identity matters
  return class ModuleIdempotency {};
}
