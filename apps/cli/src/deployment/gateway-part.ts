import { gatewayConfigurationVariable, type GatewayConfiguration } from '@platform/profile';
import type { Addresses } from './addresses.js';
import { ChildPart } from './child-part.js';
import type { DataDirectory } from './data-directory.js';

export interface GatewayOptions {
  readonly addresses: Addresses;
  readonly entry: string;
  readonly directory: DataDirectory;
  /** Opens the services' admin routes to whoever sends it. */
  readonly adminToken?: string;
}

/** The one public origin in front of several services or replicas. */
export class GatewayPart extends ChildPart {
  constructor({ addresses: { origin, services }, entry, directory, adminToken }: GatewayOptions) {
    const configuration: GatewayConfiguration = {
      ...{ host: origin.host, port: origin.port },
      services: services.map(({ name, modules, replicas }) => ({
        ...{ name, modules: [...modules], urls: replicas.map(({ url }) => url) },
      })),
      ...(adminToken !== undefined && { adminToken }),
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
