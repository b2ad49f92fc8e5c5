import type { Addresses } from './addresses.js';
import { ChildPart } from './child-part.js';
import type { DataDirectory } from './data-directory.js';

/** What a gateway is told, as JSON in this environment variable: where it listens, and who hosts which module where. */
export const gatewayConfigurationVariable = 'WHEREABOUTS_GATEWAY';

/** The one public origin in front of several services or replicas. */
export class GatewayPart extends ChildPart {
  constructor({ origin, services }: Addresses, entry: string, directory: DataDirectory) {
    const configuration = {
      ...{ host: origin.host, port: origin.port },
      services: services.map(({ name, modules, replicas }) => ({
        ...{ name, modules, urls: replicas.map(({ url }) => url) },
      })),
    };
    super({
      ...{ kind: 'gateway', label: 'gateway', entry },
      logFile: directory.logFile('gateway'),
      environment: { [gatewayConfigurationVariable]: JSON.stringify(configuration) },
      startLimitMs: 60_000,
      stopLimitMs: 35_000,
    });
  }
}
