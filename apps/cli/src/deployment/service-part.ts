import { serviceConfigurationVariable, type ServiceConfiguration } from '@platform/profile';
import { ChildPart } from './child-part.js';
import type { DataDirectory } from './data-directory.js';
import { finishingFirst } from './finishing-first.js';

/** One replica of a service. */
export class ServicePart extends ChildPart {
  /**
   * @param behindGateway its only client is the gateway, which counts clients itself
   * @param tell hears of a start that takes longer for a reason
   */
  constructor(
    configuration: ServiceConfiguration,
    entry: string,
    directory: DataDirectory,
    behindGateway: boolean,
    tell: (text: string) => void,
  ) {
    const { service, replica, host, port } = configuration;
    super({
      kind: 'service',
      label: replica === 0 ? `service ${service}` : `service ${service} (replica ${replica})`,
      entry,
      logFile: directory.logFile(`${service}-${replica}`),
      environment: {
        [serviceConfigurationVariable]: JSON.stringify(configuration),
        ...(behindGateway && { WHEREABOUTS_RATE_LIMIT: '' }),
      },
      // A first start runs every module's migrations. What a crash or a restored database left to be done comes on top.
      startLimitMs: 120_000,
      finishing: () => finishingFirst(`http://${host}:${port}`),
      tell,
      // It finishes what it accepted: a checkout waits for its answer 30 s at most.
      stopLimitMs: 35_000,
    });
  }
}
