import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { newId } from '@platform/domain';
import { EventLogs, MessagingLag } from '@platform/messaging';
import { CrashPoints, Databases, registerModule } from '@platform/persistence';

import { CoordinatedRuntime } from './coordination/coordinated-runtime.js';
import { CoordinationSetup, type CoordinationStyle } from './coordination/coordination-setup.js';
import type { SagaDefinition } from './definition/saga-definition.js';
import { SagaPlan } from './definition/saga-plan.js';
import { CountDeaths1767000300300 } from './participation/count-deaths.migration.js';
import { CreateParticipation1767000300200 } from './participation/create-participation.migration.js';
import { SagaObserver } from './saga-observer.js';
import { SagaRuntime } from './saga-runtime.js';
import { Sagas } from './sagas.js';
import { CreateSagas1767000300000 } from './transaction/create-sagas.migration.js';
import { ExtendSagas1767000300100 } from './transaction/extend-sagas.migration.js';
import { OwnSagas1767000300400 } from './transaction/own-sagas.migration.js';
import { StepRunner } from './transaction/step-runner.js';
import { SAGA_OWNER, TransactionExecution } from './transaction/transaction-execution.js';
import { SAGA_DEFINITIONS, TransactionRuntime } from './transaction/transaction-runtime.js';

export interface SagaOptions {
  readonly definitions: readonly SagaDefinition[];
  readonly observer: Type<SagaObserver>;
  /** Name of this replica, the same after a restart and no other's: it takes up at once what its predecessor had in hand. */
  readonly owner?: string;
}

export interface CoordinatedSagaOptions extends SagaOptions {
  /** The modules that this process hosts. Those that take part in a saga need `MessagingModule.forModule`. */
  readonly modules: readonly string[];
}

/** Gives every module of the process the way to begin a saga. How sagas are executed is chosen here, and nowhere else. */
@Module({})
export class SagaModule {
  /** As one transaction over all participants, which must be on one database and in this process. */
  static asTransaction({ definitions, observer, owner = newId() }: SagaOptions): DynamicModule {
    return sagaModule(definitions, [
      { provide: SAGA_DEFINITIONS, useValue: definitions },
      { provide: SAGA_OWNER, useValue: owner },
      { provide: SagaObserver, useClass: observer },
      TransactionExecution,
      StepRunner,
      TransactionRuntime,
      { provide: SagaRuntime, useExisting: TransactionRuntime },
    ]);
  }

  /** Over messages, each participant reacting to what the others tell. Needs `MessagingModule.forRoot`. */
  static asChoreography(options: CoordinatedSagaOptions): DynamicModule {
    return coordinated('choreography', options);
  }

  /** Over messages, the subject's module telling the participants what to do. Needs `MessagingModule.forRoot`. */
  static asOrchestration(options: CoordinatedSagaOptions): DynamicModule {
    return coordinated('orchestration', options);
  }
}

function coordinated(style: CoordinationStyle, options: CoordinatedSagaOptions): DynamicModule {
  const { definitions, observer, modules, owner } = options;
  return sagaModule(definitions, [
    { provide: SagaObserver, useClass: observer },
    {
      provide: CoordinationSetup,
      inject: [Databases, CommandBus, CrashPoints, SagaObserver, EventLogs, MessagingLag],
      useFactory: (
        databases: Databases,
        commands: CommandBus,
        crashPoints: CrashPoints,
        observing: SagaObserver,
        logs: EventLogs,
        messaging: MessagingLag,
      ) =>
        new CoordinationSetup({
          ...{ style, definitions, modules, owner },
          ...{ databases, commands, crashPoints, observer: observing, logs, messaging },
        }),
    },
    CoordinatedRuntime,
    { provide: SagaRuntime, useExisting: CoordinatedRuntime },
  ]);
}

/** The tables are the same whichever execution uses them, so a module's schema is the same wherever it is moved. */
function sagaModule(definitions: readonly SagaDefinition[], providers: readonly Provider[]): DynamicModule {
  for (const definition of definitions) {
    for (const participant of new SagaPlan(definition).participants)
      registerModule(participant, {
        migrations: [CreateParticipation1767000300200, CountDeaths1767000300300],
      });
    registerModule(definition.subject.module, {
      migrations: [CreateSagas1767000300000, ExtendSagas1767000300100, OwnSagas1767000300400],
    });
  }
  return {
    module: SagaModule,
    global: true,
    imports: [CqrsModule],
    providers: [...providers, { provide: Sagas, useExisting: SagaRuntime }],
    exports: [SagaRuntime, Sagas],
  };
}
