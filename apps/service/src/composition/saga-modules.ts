import { checkout } from '@marketplace/checkout';
import type { DynamicModule } from '@nestjs/common';
import type { RelayPolicy } from '@platform/messaging';
import type { ServiceConfiguration } from '@platform/profile';
import { SagaModule } from '@platform/saga';

import { SagaReporter } from '../monitoring/saga-reporter.js';

type Compose = (configuration: ServiceConfiguration, owner: string) => DynamicModule;
type Coordination = ServiceConfiguration['coordination'];

const sagas = { definitions: [checkout], observer: SagaReporter };

/** The sagas whose subject is hosted here. */
function about(modules: readonly string[]): typeof sagas.definitions {
  return sagas.definitions.filter(({ subject }) => modules.includes(subject.module));
}

/** How the checkout keeps its promise, by the name that a profile gives it. */
export const sagaModules: Readonly<Record<Coordination, Compose>> = {
  // All participants are in one service; the others host none and execute nothing.
  transaction: ({ modules }, owner) =>
    SagaModule.asTransaction({ ...sagas, definitions: about(modules), owner }),
  choreography: ({ modules }, owner) => SagaModule.asChoreography({ ...sagas, modules, owner }),
  orchestration: ({ modules }, owner) => SagaModule.asOrchestration({ ...sagas, modules, owner }),
};

/** Whether what becomes of sagas is kept by a module beside its aggregates, and nowhere else. */
const keepers: Readonly<Record<Coordination, (module: string) => boolean>> = {
  // With all participants' data in one transaction, or nowhere: the events say it.
  transaction: () => false,
  choreography: () => false,
  orchestration: (module) => about([module]).length > 0,
};

export function keepsSagas(module: string, coordination: Coordination): boolean {
  return keepers[coordination](module);
}

/** Where somebody waits for a chain of messages, relays look at a log again soon; a busy log still makes them slow down. */
const promptly: Partial<RelayPolicy> = { lingerMs: { first: 2, longest: 50 } };

/** How relays pace themselves: unless the checkout depends on messages, fewer and larger batches are worth more than haste. */
export const relayPolicies: Readonly<Record<Coordination, Partial<RelayPolicy>>> = {
  transaction: {},
  choreography: promptly,
  orchestration: promptly,
};
