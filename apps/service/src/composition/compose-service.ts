import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { HttpModule } from '@platform/http';
import { MessagingModule } from '@platform/messaging';
import { type CrashPoints, PersistenceModule } from '@platform/persistence';
import type { ServiceConfiguration } from '@platform/profile';

import { AdminModule } from '../admin/admin.module.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { marketplaceModules } from './marketplace-modules.js';
import { PaymentProviderModule } from './payment-provider.module.js';
import { sagaModules } from './saga-modules.js';

/** What a test's launcher may put in the place of a part. */
export interface Adapters {
  readonly crashPoints?: CrashPoints;
}

@Module({})
class ServiceModule {}

/** The one place where a service is put together: the platform as the profile chose it, and the modules hosted here. */
export function composeService(
  configuration: ServiceConfiguration,
  { crashPoints }: Adapters = {},
): DynamicModule {
  const { modules, placement, provider, service, replica, coordination } = configuration;
  const owner = `${service}-${replica}`;
  const hosted = placement.modules.filter(({ module }) => modules.includes(module));
  const databases = placement.databases.filter(({ name }) =>
    hosted.some(({ database }) => database === name),
  );
  return {
    module: ServiceModule,
    imports: [
      HttpModule.forRoot({ title: 'Whereabouts marketplace', version: '1' }),
      PersistenceModule.forRoot({ databases, modules: hosted }, crashPoints),
      MessagingModule.forRoot({ owner }),
      sagaModules[coordination](configuration, owner),
      PaymentProviderModule.at(provider.url),
      ...modules.map(moduleNamed),
      AdminModule,
      MonitoringModule,
    ],
  };
}

function moduleNamed(name: string): Type {
  const module = marketplaceModules[name];
  if (!module) throw new Error(`The profile names a module "${name}", which the marketplace does not have.`);
  return module;
}
