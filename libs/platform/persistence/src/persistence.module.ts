import { type DynamicModule, Module, type Type } from '@nestjs/common';

import { CrashPoints, NoCrashPoints } from './crash-points.js';
import { Databases } from './databases.js';
import { type ModuleTables, registerModule } from './module-registry.js';
import type { Placement } from './placement.js';
import { UnitOfWork } from './unit-of-work.js';

@Module({})
export class PersistenceModule {
  /** Once per process: opens the databases that `placement` names. */
  static forRoot(placement: Placement, crashPoints: CrashPoints = new NoCrashPoints()): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      providers: [
        { provide: CrashPoints, useValue: crashPoints },
        { provide: Databases, useFactory: () => Databases.open(placement, crashPoints) },
      ],
      exports: [CrashPoints, Databases],
    };
  }

  /** Once per module: registers its tables and gives it a {@link UnitOfWork} of its own. */
  static forModule({ name, ...tables }: { readonly name: string } & ModuleTables): DynamicModule {
    registerModule(name, tables);
    return {
      module: moduleClass(),
      providers: [
        {
          provide: UnitOfWork,
          inject: [Databases],
          useFactory: (databases: Databases) => databases.unitOfWork(name),
        },
      ],
      exports: [UnitOfWork],
    };
  }
}

/** Nest tells dynamic modules apart by class; every marketplace module gets one of its own. */
function moduleClass(): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- only its identity matters
  return class ModulePersistence {};
}
