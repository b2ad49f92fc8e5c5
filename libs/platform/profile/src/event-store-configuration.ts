import { z } from 'zod';

import { readConfiguration } from './child/read-configuration.js';
import { databaseConnection, peer } from './service-configuration.js';

/** Everything the Event Store needs to know: whose events, from which broker, into which database. It never reads a profile. */
export const eventStoreConfiguration = z.strictObject({
  deploymentId: z.string(),
  replica: z.int().nonnegative(),
  host: z.string(),
  port: z.int().min(0).max(65_535),
  /** Every module of the deployment. */
  modules: z.array(z.string()).min(1),
  /** A database of its own. */
  database: databaseConnection,
  broker: z.strictObject({ brokers: z.array(z.string()).min(1) }),
  topics: z.strictObject({ partitions: z.int().positive(), replication: z.int().positive() }),
  /** Where each of the modules answers: it is asked for what the archive lacks. */
  peers: z.array(peer),
});

export type EventStoreConfiguration = z.infer<typeof eventStoreConfiguration>;

/** The environment variable that carries an `EventStoreConfiguration` as JSON. */
export const eventStoreConfigurationVariable = 'WHEREABOUTS_EVENT_STORE';

/** Reads the configuration; throws one sentence when the process was not started by a launcher. */
export function readEventStoreConfiguration(environment: NodeJS.ProcessEnv): EventStoreConfiguration {
  return readConfiguration(environment, eventStoreConfigurationVariable, eventStoreConfiguration);
}
