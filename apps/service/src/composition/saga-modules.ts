import { checkout } from '@marketplace/checkout';
import type { DynamicModule } from '@nestjs/common';
import type { ServiceConfiguration } from '@platform/profile';
import { SagaModule } from '@platform/saga';

import { SagaReporter } from '../monitoring/saga-reporter.js';

type Compose = (configuration: ServiceConfiguration, owner: string) => DynamicModule;

const sagas = { definitions: [checkout], observer: SagaReporter };

/** How the checkout keeps its promise, by the name that a profile gives it. */
export const sagaModules: Readonly<Record<ServiceConfiguration['coordination'], Compose>> = {
  transaction: () => SagaModule.asTransaction(sagas),
  choreography: ({ modules }, owner) => SagaModule.asChoreography({ ...sagas, modules, owner }),
  orchestration: ({ modules }, owner) => SagaModule.asOrchestration({ ...sagas, modules, owner }),
};
