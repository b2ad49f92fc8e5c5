import { checkout } from '@marketplace/checkout';
import type { DynamicModule } from '@nestjs/common';
import type { ServiceConfiguration } from '@platform/profile';
import { SagaModule } from '@platform/saga';

import { SagaReporter } from '../monitoring/saga-reporter.js';

const common = { definitions: [checkout], observer: SagaReporter };

interface Host {
  readonly modules: readonly string[];
  readonly owner: string;
}

/** How the checkout keeps its promise: the same definition, executed in three ways. */
export const coordinations: Readonly<
  Record<ServiceConfiguration['coordination'], (host: Host) => DynamicModule>
> = {
  transaction: () => SagaModule.asTransaction(common),
  choreography: (host) => SagaModule.asChoreography({ ...common, ...host }),
  orchestration: (host) => SagaModule.asOrchestration({ ...common, ...host }),
};
