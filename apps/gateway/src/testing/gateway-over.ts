import { catalogue } from '@marketplace/catalogue';
import type { HttpApplication } from '@platform/http';
import type { GatewayConfiguration } from '@platform/profile';

import { defaultLimits, type Limits } from '../limits.js';
import { startGateway } from '../start-gateway.js';

export const moduleNames = catalogue.modules.map(({ name }) => name);

/** Short enough that a test need not wait, long enough for a busy machine. */
export const testLimits: Limits = {
  ...defaultLimits,
  probePause: 200,
  urgentProbePause: 50,
  probe: 500,
  drain: 3_000,
};

type Services = Readonly<
  Record<string, { readonly modules?: readonly string[]; readonly urls: readonly string[] }>
>;

interface GatewayOverOptions {
  readonly limits?: Partial<Limits>;
  readonly adminToken?: string;
  readonly port?: number;
  readonly ending?: AbortSignal;
}

/** A gateway on a free port in front of `services`; the one without `modules` hosts all that the others do not. */
export function gatewayOver(
  services: Services,
  { limits, adminToken, port = 0, ending }: GatewayOverOptions = {},
): Promise<HttpApplication> {
  const taken = Object.values(services).flatMap(({ modules = [] }) => modules);
  const rest = moduleNames.filter((name) => !taken.includes(name));
  const configuration: GatewayConfiguration = {
    host: '127.0.0.1',
    port,
    services: Object.entries(services).map(([name, { modules = rest, urls }]) => ({
      ...{ name, modules: [...modules], urls: [...urls] },
    })),
    ...(adminToken !== undefined && { adminToken }),
  };
  return startGateway(configuration, { ...testLimits, ...limits }, ending);
}
