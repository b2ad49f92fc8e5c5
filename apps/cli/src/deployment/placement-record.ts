import { modulePlacement } from '@platform/profile';
import { z } from 'zod';
import { brokerKinds, type Broker } from './broker/brokers.js';
import type { DataDirectory } from './data-directory.js';
import type { DeploymentPlan } from './deployment-plan.js';
import { readJson } from './json-file.js';

const EMBEDDED = 'embedded';

/** A schema that was copied and has yet to get its name, at a database of the placement. */
const arrivingSchema = z.object({ database: z.string(), schema: z.string(), staged: z.string() });

/** A schema whose module lives elsewhere now and that has yet to be put aside. */
const retiringSchema = z.object({
  ...{ module: z.string(), database: z.string(), location: z.string(), schema: z.string() },
  aside: z.string(),
});

/** What a data directory remembers of the deployment whose data it holds: all that is needed to start it as it was. */
const record = z.object({
  /** In front of the topics and consumer groups at a broker. */
  deploymentId: z.string(),
  profile: z.string(),
  services: z.array(
    z.object({ name: z.string(), replicas: z.int().positive(), modules: z.array(z.string()) }),
  ),
  transport: z.enum(['in-process', 'kafka', 'rabbitmq']),
  coordination: z.enum(['transaction', 'choreography', 'orchestration']),
  topics: z.object({ partitions: z.int().positive(), replication: z.int().positive() }),
  pool: z.object({ max: z.int().positive() }),
  broker: z.object({ kind: z.enum(brokerKinds), brokers: z.array(z.string()) }).nullable(),
  /** `embedded`, or host, port and name of a database elsewhere. */
  databases: z.array(z.object({ name: z.string(), location: z.string() })),
  modules: z.array(modulePlacement),
  /** Whether there was an Event Store: then consumers that lack something are to get it from there, whoever starts them. */
  archived: z.boolean().default(false),
  /** `due` from the first start on until all of it is loaded. */
  demo: z.enum(['due', 'loaded', 'left out']),
  /** What is left to do of a move. The modules live where `modules` says, from the moment in which this was written. */
  unfinished: z
    .object({ arriving: z.array(arrivingSchema), retiring: z.array(retiringSchema) })
    .default({ arriving: [], retiring: [] }),
});
export type PlacementRecord = z.infer<typeof record>;
export type ArrivingSchema = z.infer<typeof arrivingSchema>;
export type RetiringSchema = z.infer<typeof retiringSchema>;

/** Before there were several services, what they were went without saying. */
const ofOneService = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || 'services' in value) return value;
  const modules = z.object({ modules: z.array(modulePlacement) }).safeParse(value).data?.modules ?? [];
  return {
    services: [{ name: 'marketplace', replicas: 1, modules: modules.map(({ module }) => module) }],
    ...{ coordination: 'transaction', topics: { partitions: 4, replication: 1 }, pool: { max: 10 } },
    ...{ broker: null, ...value },
  };
};

export const placementRecord = z.preprocess(ofOneService, record);

export function readPlacement(directory: DataDirectory): Promise<PlacementRecord | undefined> {
  return readJson(directory.placement, placementRecord);
}

/** The record of a plan that runs, or will. */
export function recordOf(
  plan: DeploymentPlan,
  broker: Broker | undefined,
  { deploymentId, demo, unfinished }: Pick<PlacementRecord, 'deploymentId' | 'demo' | 'unfinished'>,
): PlacementRecord {
  return {
    ...{ deploymentId, profile: plan.profile },
    services: plan.services.map(({ name, replicas, modules }) => ({ name, replicas, modules: [...modules] })),
    ...{ transport: plan.transport, coordination: plan.coordination, topics: plan.topics, pool: plan.pool },
    broker: broker ? knownBroker(broker) : null,
    databases: plan.databases.map(({ name, url }) => ({ name, location: locationOf(url) })),
    ...{ modules: [...plan.placement], archived: plan.eventStore !== null },
    ...{ demo, unfinished },
  };
}

/** What is remembered of a broker. An embedded one gets another port at each start. */
export function knownBroker({ brokerKind: kind, brokers }: Broker): NonNullable<PlacementRecord['broker']> {
  return { kind, brokers: kind === 'embedded' ? [] : [...brokers] };
}

/** The plan that a record is of. `urlOf` tells the address of a database that is elsewhere; undefined when it is embedded. */
export function planOfRecord(
  { profile, services, databases, modules, transport, coordination, topics, pool }: PlacementRecord,
  urlOf: (database: string) => string | undefined,
): DeploymentPlan {
  return {
    ...{ profile, services, placement: modules, transport, coordination, topics, pool },
    eventStore: null, // a past deployment is started to be drained, and its logs keep what the archive has not heard
    databases: databases.map(({ name }) => {
      const url = urlOf(name);
      return { name, ...(url !== undefined && { url }) };
    }),
  };
}

export const isEmbedded = (location: string): boolean => location === EMBEDDED;

/** Without user and password: they may change, and do not belong into a file. */
export function locationOf(url: string | undefined): string {
  if (url === undefined) return EMBEDDED;
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

/** In a sentence. */
export function inWords(location: string): string {
  return isEmbedded(location) ? location : `at ${location}`;
}
