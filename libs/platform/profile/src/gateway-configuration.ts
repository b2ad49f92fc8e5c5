import { z } from 'zod';

import { readConfiguration } from './child/read-configuration.js';

/** Everything the gateway needs to know: who hosts which modules, and where. Like a service it never reads a profile. */
export const gatewayConfiguration = z.strictObject({
  host: z.string(),
  port: z.int().min(0).max(65_535),
  services: z.array(
    z.strictObject({
      name: z.string(),
      modules: z.array(z.string()),
      /** Base addresses of its replicas, in the order of their numbers. */
      urls: z.array(z.url({ protocol: /^http$/ })).min(1),
    }),
  ),
  /** Opens `/admin/services/{name}/{replica}/…` to whoever sends it as a bearer token; without one there is no such path. */
  adminToken: z.string().min(1).optional(),
});

export type GatewayConfiguration = z.infer<typeof gatewayConfiguration>;

/** The environment variable that carries a `GatewayConfiguration` as JSON. */
export const gatewayConfigurationVariable = 'WHEREABOUTS_GATEWAY';

/** Reads the configuration; throws one sentence when the process was not started by a launcher. */
export function readGatewayConfiguration(environment: NodeJS.ProcessEnv): GatewayConfiguration {
  return readConfiguration(environment, gatewayConfigurationVariable, gatewayConfiguration);
}
