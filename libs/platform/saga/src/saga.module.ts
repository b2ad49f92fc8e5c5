import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { registerModule } from '@platform/persistence';

import type { SagaDefinition } from './definition/saga-definition.js';
import { SagaObserver } from './saga-observer.js';
import { SAGA_DEFINITIONS, SagaRuntime } from './saga-runtime.js';
import { Sagas } from './sagas.js';
import { CreateSagas1767000300000 } from './transaction/create-sagas.migration.js';
import { StepRunner } from './transaction/step-runner.js';
import { TransactionExecution } from './transaction/transaction-execution.js';

export interface SagaOptions {
  readonly definitions: readonly SagaDefinition[];
  readonly observer: Type<SagaObserver>;
}

/** Gives every module of the process the way to begin a saga, executed as a transaction. */
@Module({})
export class SagaModule {
  static asTransaction({ definitions, observer }: SagaOptions): DynamicModule {
    for (const { subject } of definitions)
      registerModule(subject.module, { migrations: [CreateSagas1767000300000] });
    return {
      module: SagaModule,
      global: true,
      imports: [CqrsModule],
      providers: [
        { provide: SAGA_DEFINITIONS, useValue: definitions },
        { provide: SagaObserver, useClass: observer },
        TransactionExecution,
        StepRunner,
        SagaRuntime,
        { provide: Sagas, useExisting: SagaRuntime },
      ],
      exports: [SagaRuntime, Sagas],
    };
  }
}
