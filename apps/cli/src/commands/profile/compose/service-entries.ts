import {
  archiveOf,
  type EventStoreConfiguration,
  eventStoreConfigurationVariable,
  type GatewayConfiguration,
  gatewayConfigurationVariable,
  type ResolvedDatabase,
  type ResolvedProfile,
  type ResolvedService,
  type ServiceConfiguration,
  serviceConfigurationVariable,
} from '@platform/profile';
import { addressOfContainer, needsContainer, ownImage } from './backing-services.js';
import { after, type ComposeService } from './compose-file.js';
import { databaseHosts, hostOfDatabase, hostsOf, peersOf, port, urlsOf } from './places.js';
import { addressVariable, password, type SecretPolicy } from './secrets.js';

export interface Surroundings {
  readonly secrets: SecretPolicy;
  /** Host of the broker; undefined where messages stay in the process. */
  readonly broker: string | undefined;
  readonly provider: string;
}

/** A container per replica: each is told its own number, and all addresses are known beforehand. */
export function serviceEntries(
  profile: ResolvedProfile,
  service: ResolvedService,
  surroundings: Surroundings,
): readonly [host: string, entry: ComposeService][] {
  const { broker, provider, secrets } = surroundings;
  const databases = databaseHosts(profile, service.databases);
  return hostsOf(service).map((host, replica) => [
    host,
    {
      ...ownImage('service'),
      ...after(...databases, ...(broker === undefined ? [] : [broker]), provider),
      environment: {
        ...(databases.length > 0 && { PGPASSWORD: password(secrets) }),
        [serviceConfigurationVariable]: json(configurationOf(profile, service, replica, surroundings)),
      },
    },
  ]);
}

export function gatewayEntry(profile: ResolvedProfile): ComposeService {
  const configuration: GatewayConfiguration = {
    ...{ host: '0.0.0.0', port },
    services: profile.services.map((service) => ({
      ...{ name: service.name, modules: [...service.modules], urls: urlsOf(service) },
    })),
  };
  return {
    ...ownImage('gateway'),
    ...after(...profile.services.flatMap(hostsOf)),
    environment: { [gatewayConfigurationVariable]: json(configuration) },
  };
}

/** One, where the profile has an Event Store. */
export function eventStoreEntries(
  profile: ResolvedProfile,
  { broker, secrets }: Surroundings,
): readonly [host: string, entry: ComposeService][] {
  const archive = archiveOf(profile);
  if (archive === undefined || broker === undefined) return [];
  const databases = databaseHosts(profile, [archive.name]);
  const configuration: EventStoreConfiguration = {
    ...{ deploymentId: profile.name, replica: 0, host: '0.0.0.0', port },
    modules: profile.modules.map(({ name }) => name),
    database: connectionOf(profile, archive, secrets),
    broker: { brokers: [`${broker}:9092`] },
    ...{ topics: profile.topics, peers: peersOf(profile) },
  };
  const entry = {
    ...ownImage('event-store'),
    ...after(...databases, broker),
    environment: {
      ...(databases.length > 0 && { PGPASSWORD: password(secrets) }),
      [eventStoreConfigurationVariable]: json(configuration),
    },
  };
  return [['event-store', entry]];
}

function connectionOf({ pool }: ResolvedProfile, database: ResolvedDatabase, secrets: SecretPolicy) {
  const url = needsContainer(database)
    ? addressOfContainer(hostOfDatabase(database))
    : addressVariable(database, secrets);
  return { name: database.name, url, pool };
}

function configurationOf(
  profile: ResolvedProfile,
  { name, modules, databases: used }: ResolvedService,
  replica: number,
  { broker, provider, secrets }: Surroundings,
): ServiceConfiguration {
  const { transport, coordination, topics } = profile;
  return {
    ...{ deploymentId: profile.name, service: name, replica, host: '0.0.0.0', port },
    modules: [...modules],
    placement: {
      databases: profile.databases
        .filter((database) => used.includes(database.name))
        .map((database) => connectionOf(profile, database, secrets)),
      modules: profile.modules.map(({ name: module, database, schema, persistence }) => ({
        ...{ module, database, schema, persistence },
      })),
    },
    ...{ transport, coordination, topics },
    broker: broker === undefined ? null : { brokers: [`${broker}:9092`] },
    peers: peersOf(profile),
    eventStore:
      archiveOf(profile) === undefined || broker === undefined ? null : { url: `http://event-store:${port}` },
    provider: { url: `http://${provider}:${port}` },
    demo: false,
    dataDir: '/tmp',
  };
}

/** JSON with a line per key, so that a file of many services can be read. */
function json(value: object): string {
  const lines = Object.entries(value).map(
    ([key, part]) => `  ${JSON.stringify(key)}: ${JSON.stringify(part)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}
