import { serviceConfigurationVariable, type ServiceConfiguration } from '@platform/profile';
import { ChildPart } from './child-part.js';
import type { DataDirectory } from './data-directory.js';

/** One replica of a service. */
export class ServicePart extends ChildPart {
  /** @param behindGateway its only client is the gateway, which counts clients itself */
  constructor(
    configuration: ServiceConfiguration,
    entry: string,
    directory: DataDirectory,
    behindGateway: boolean,
  ) {
    const { service, replica } = configuration;
    super({
      kind: 'service',
      label: replica === 0 ? `service ${service}` : `service ${service} (replica ${replica})`,
      entry,
      logFile: directory.logFile(`${service}-${replica}`),
      environment: {
        [serviceConfigurationVariable]: JSON.stringify(configuration),
        ...(behindGateway && { WHEREABOUTS_RATE_LIMIT: '' }),
      },
      // A first start runs every module's migrations.
      startLimitMs: 120_000,
      // It finishes what it accepted: a checkout waits for its answer 30 s at most.
      stopLimitMs: 35_000,
    });
  }
}
