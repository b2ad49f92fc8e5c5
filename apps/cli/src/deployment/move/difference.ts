import type { Broker, KnownBroker } from '../broker/brokers.js';
import { throughBroker, type DeploymentPlan, type ModulePlacement } from '../deployment-plan.js';
import { inWords, isEmbedded, knownBroker, locationOf, type PlacementRecord } from '../placement-record.js';

/** One database as it can be found. */
export interface Place {
  /** Its name in the profile; of an embedded one also the name of its directory. */
  readonly database: string;
  readonly location: string;
}

export interface SchemaMove {
  readonly module: string;
  readonly schema: string;
  readonly from: Place;
  readonly to: Place;
}

/** How a plan differs from what a data directory remembers, as far as data and messages go. */
export interface Difference {
  readonly schemas: readonly SchemaMove[];
  /** Why messages will go other ways, in words; empty when they do not. */
  readonly messages: readonly string[];
  /** What no move can bridge. */
  readonly unbridgeable: string | undefined;
}

export function differs({ schemas, messages, unbridgeable }: Difference): boolean {
  return schemas.length > 0 || messages.length > 0 || unbridgeable !== undefined;
}

export function differenceOf(
  record: PlacementRecord,
  plan: DeploymentPlan,
  broker: Broker | undefined,
): Difference {
  const pairs = record.modules.map((before) => ({
    before,
    now: plan.placement.find(({ module }) => module === before.module),
  }));
  return {
    schemas: pairs.flatMap(({ before, now }) => (now ? schemaMove(record, plan, before, now) : [])),
    messages: [...messageChanges(record, plan, broker)],
    unbridgeable: pairs
      .map(({ before, now }) => unbridgeable(plan, before, now))
      .find((words) => words !== undefined),
  };
}

export function placeWords({ database, location }: Place): string {
  return isEmbedded(location) ? database : `${database} (${inWords(location)})`;
}

function schemaMove(
  record: PlacementRecord,
  plan: DeploymentPlan,
  { module, schema, database }: ModulePlacement,
  now: ModulePlacement,
): SchemaMove[] {
  const from = {
    database,
    location: record.databases.find(({ name }) => name === database)?.location ?? locationOf(undefined),
  };
  const to = {
    database: now.database,
    location: locationOf(plan.databases.find(({ name }) => name === now.database)?.url),
  };
  // A database elsewhere is what its address says, whatever a profile calls it.
  const same = from.location === to.location && (!isEmbedded(from.location) || from.database === to.database);
  return same ? [] : [{ module, schema, from, to }];
}

function unbridgeable(
  plan: DeploymentPlan,
  before: ModulePlacement,
  now: ModulePlacement | undefined,
): string | undefined {
  if (!now) return `module ${before.module} has data there and no place in profile "${plan.profile}"`;
  if (before.persistence === now.persistence) return undefined;
  return `module ${before.module} is kept as ${before.persistence}, profile "${plan.profile}" keeps it as ${now.persistence}`;
}

function* messageChanges(
  record: PlacementRecord,
  plan: DeploymentPlan,
  broker: Broker | undefined,
): Generator<string> {
  if (record.transport !== plan.transport)
    yield `messages went by ${record.transport} and will go by ${plan.transport}`;
  if (record.coordination !== plan.coordination)
    yield `a checkout was coordinated by ${record.coordination} and will be by ${plan.coordination}`;
  if (record.transport !== plan.transport || !throughBroker(plan)) return;
  const [before, now] = [record.topics, plan.topics];
  if (before.partitions !== now.partitions || before.replication !== now.replication)
    yield `topics had ${before.partitions} partitions in ${before.replication} copies and will have ${now.partitions} in ${now.replication}`;
  const [was, will] = [brokerWords(record.broker), brokerWords(broker && knownBroker(broker))];
  if (was !== will) yield `the broker was ${was} and will be ${will}`;
}

function brokerWords(broker: KnownBroker | null | undefined): string {
  if (!broker) return 'none';
  return broker.kind === 'external' ? broker.brokers.join(', ') : broker.kind;
}
