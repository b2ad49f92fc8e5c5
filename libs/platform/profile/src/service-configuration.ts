import { z } from 'zod';

import { readConfiguration } from './child/read-configuration.js';

/** Where one database is and how many connections a process may hold to it. */
export const databaseConnection = z.strictObject({
  name: z.string(),
  url: z.string(),
  pool: z.strictObject({ max: z.int().positive() }),
});

/** Where one module's data lives. */
export const modulePlacement = z.strictObject({
  module: z.string(),
  database: z.string(),
  schema: z.string(),
  persistence: z.enum(['state', 'events']),
});

/** Where one module of the deployment answers: the base URLs of all replicas of the service that hosts it. */
export const peer = z.strictObject({ module: z.string(), urls: z.array(z.url()).min(1) });

/**
 * Everything a service process needs to know, resolved: the launcher hands it over as JSON in one environment variable,
 * so that a service never reads a profile. Placement lists all modules of the deployment and the databases of those hosted
 * here, which `modules` names. `broker` is null where messages stay in the process; `peers` has every module of the
 * deployment, also those hosted here.
 */
export const serviceConfiguration = z.strictObject({
  deploymentId: z.string(),
  service: z.string(),
  replica: z.int().nonnegative(),
  host: z.string(),
  port: z.int().min(0).max(65_535),
  modules: z.array(z.string()),
  placement: z.strictObject({
    databases: z.array(databaseConnection),
    modules: z.array(modulePlacement),
  }),
  transport: z.enum(['in-process', 'kafka', 'rabbitmq']),
  coordination: z.enum(['transaction', 'choreography', 'orchestration']),
  broker: z.strictObject({ brokers: z.array(z.string()).min(1) }).nullable(),
  peers: z.array(peer),
  /** Where the deployment archives its events; null where it does not. */
  eventStore: z.strictObject({ url: z.url() }).nullable(),
  provider: z.strictObject({ url: z.string() }),
  topics: z.strictObject({ partitions: z.int().positive(), replication: z.int().positive() }),
  demo: z.boolean(),
  dataDir: z.string(),
});

export type ServiceConfiguration = z.infer<typeof serviceConfiguration>;

/** The environment variable that carries a `ServiceConfiguration` as JSON. */
export const serviceConfigurationVariable = 'WHEREABOUTS_SERVICE';

/** Reads the configuration; throws one sentence when the process was not started by a launcher. */
export function readServiceConfiguration(environment: NodeJS.ProcessEnv): ServiceConfiguration {
  return readConfiguration(environment, serviceConfigurationVariable, serviceConfiguration);
}

/**
 * Node's flags for a child process: the heap is collected before it has grown far above what is in use. Left to itself a
 * service was found at 430 MB of resident memory after 3,000 checkouts, with them at 190; they cost about a tenth of its
 * processor time. Not a limit: what is in use may grow as it needs. Source maps would take some 8 MB more, and what is built
 * reads like its source.
 */
export const childNodeFlags: readonly string[] = ['--max-semi-space-size=4', '--heap-growing-percent=20'];

/** What a child process (a service, the payment provider) tells its launcher over IPC: once, when it has started or failed to. */
export const startReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), url: z.string() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);

export type StartReport = z.infer<typeof startReport>;
