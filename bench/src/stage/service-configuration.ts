import { fileURLToPath } from 'node:url';
import { catalogue } from '@marketplace/catalogue';
import {
  loadProfile,
  type ResolvedProfile,
  type ServiceConfiguration,
  serviceConfigurationVariable,
} from '@platform/profile';

export function monolith(): ResolvedProfile {
  const directory = fileURLToPath(new URL('../../../profiles', import.meta.url));
  return loadProfile('monolith', { catalogue, env: {}, directory });
}

/** The environment of the one service of the profile `monolith`, as `whereabouts up` would set it. */
export function serviceEnvironment(
  databaseUrl: string,
  providerUrl: string,
  dataDir: string,
): Record<string, string> {
  const { services, databases, modules, transport, coordination, topics, pool } = monolith();
  const service = services[0];
  if (!service) throw new Error('The profile monolith has no service.');
  const configuration: ServiceConfiguration = {
    ...{ deploymentId: 'bench', service: service.name, replica: 0, host: '127.0.0.1', port: 0 },
    modules: [...service.modules],
    placement: {
      databases: databases.map(({ name }) => ({ name, url: databaseUrl, pool })),
      modules: modules.map(({ name, database, schema, persistence }) => ({
        module: name,
        database,
        schema,
        persistence,
      })),
    },
    ...{ transport, coordination, topics, dataDir },
    ...{ broker: null, eventStore: null, peers: [] },
    provider: { url: providerUrl },
    demo: false,
  };
  return { [serviceConfigurationVariable]: JSON.stringify(configuration) };
}

/** Connections that one service process holds: the pool, and the few reserved ones beside it. */
export const SERVICE_CONNECTIONS = monolith().pool.max + 4;
