import { type DynamicModule, Module } from '@nestjs/common';
import { HttpModule } from '@platform/http';
import { MessagingModule, type MessagingOptions } from '@platform/messaging';
import { type CrashPoints, PersistenceModule } from '@platform/persistence';
import type { ServiceConfiguration } from '@platform/profile';
import { recoveryLimitMs, RecoveryModule } from '@platform/recovery';

import { AdminModule } from '../admin/admin.module.js';
import { InternalModule } from '../internal/internal.module.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { marketplaceModule } from './marketplace-modules.js';
import { PaymentProviderModule } from './payment-provider.module.js';
import { remoteModules } from './remote-modules.js';
import { relayPolicies, sagaModules } from './saga-modules.js';
import { transports } from './transports.js';

/** What a test's launcher may put in the place of a part. */
export interface Adapters {
  readonly crashPoints?: CrashPoints;
}

/** What a service hears of itself. */
export interface Hearing {
  /** A database was restored under it. */
  readonly onRestored?: MessagingOptions['onRestored'];
}

@Module({})
class ServiceModule {}

/** The one place where a service is put together: the platform as the profile chose it, and the modules hosted here. */
export async function composeService(
  configuration: ServiceConfiguration,
  { crashPoints, onRestored }: Adapters & Hearing = {},
): Promise<DynamicModule> {
  const { modules, placement, provider, service, replica, transport, coordination } = configuration;
  const owner = `${service}-${replica}`;
  const hosted = placement.modules.filter(({ module }) => modules.includes(module));
  const databases = placement.databases.filter(({ name }) =>
    hosted.some(({ database }) => database === name),
  );
  const way = await transports[transport](configuration, crashPoints);
  return {
    module: ServiceModule,
    imports: [
      HttpModule.forRoot({ title: 'Whereabouts marketplace', version: '1' }),
      RecoveryModule.forRoot({
        limitMs: recoveryLimitMs(process.env.WHEREABOUTS_RECOVERY_SECONDS),
        crashPoints,
      }),
      PersistenceModule.forRoot({ databases, modules: hosted }, crashPoints),
      MessagingModule.forRoot({
        ...{ owner, relay: relayPolicies[coordination] },
        ...(way && { transport: way }),
        ...(onRestored && { onRestored }),
      }),
      sagaModules[coordination](configuration, owner),
      PaymentProviderModule.at(provider.url),
      ...hosted.map(({ module, persistence }) => marketplaceModule(module, persistence)),
      ...remoteModules(configuration),
      AdminModule,
      InternalModule,
      MonitoringModule,
    ],
  };
}
