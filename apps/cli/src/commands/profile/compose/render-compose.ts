import {
  assertSupported,
  type Capability,
  hasGateway,
  type ResolvedProfile,
  type Transport,
} from '@platform/profile';
import { Document, visit } from 'yaml';
import { DeploymentError } from '../../../deployment/deployment-error.js';
import { kafka, paymentProvider, postgres } from './backing-services.js';
import type { ComposeFile, ComposeService } from './compose-file.js';
import { databaseHosts, originOf, port } from './places.js';
import { password } from './secrets.js';
import { eventStoreEntries, gatewayEntry, serviceEntries } from './service-entries.js';

export interface RenderOptions {
  /**
   * Also a PostgreSQL and a Kafka for `whereabouts up` and tests on this machine. They are what a plain `docker compose up`
   * starts; all else is in the Compose profile `deployment` then.
   */
  readonly forUp: boolean;
}

const canBeContained: ReadonlySet<Capability> = new Set([
  'transport:in-process',
  'transport:kafka',
  'coordination:transaction',
  'coordination:choreography',
  'coordination:orchestration',
  'several-services',
  'replicas',
  'several-databases',
  'event-sourcing',
  'event-store',
] as const);

const brokers: Readonly<Record<Transport, string | undefined>> = {
  'in-process': undefined,
  kafka: 'broker',
  rabbitmq: 'broker',
};

/** A Compose file in which everything of a profile runs in containers. @throws ProfileError for what cannot be run yet */
export function composeFile(profile: ResolvedProfile, { forUp }: RenderOptions): ComposeFile {
  assertSupported(profile, canBeContained);
  const broker = brokers[profile.transport];
  if (broker !== undefined) assertOneBrokerIsEnough(profile);
  // Who starts one part for `up` has no password for the others.
  const secrets = forUp ? 'at-use' : 'required';
  const surroundings = { secrets, broker, provider: 'provider' } as const;
  const contained = databaseHosts(profile);
  const services: [string, ComposeService][] = [
    ...(hasGateway(profile) ? [['gateway', gatewayEntry(profile)] as [string, ComposeService]] : []),
    ...profile.services.flatMap((service) => serviceEntries(profile, service, surroundings)),
    ...eventStoreEntries(profile, surroundings),
    ['provider', paymentProvider('provider')],
    ...contained.map((host): [string, ComposeService] => [host, postgres(host, password(secrets))]),
    ...(broker === undefined ? [] : [[broker, kafka(broker, broker)] as [string, ComposeService]]),
  ];
  const onMachine = forUp ? machineServices() : {};
  return {
    name: `whereabouts-${profile.name.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '-')}`,
    services: {
      ...Object.fromEntries(services.map(([name, entry]) => [name, partOf(profile, name, entry, forUp)])),
      ...onMachine,
    },
    volumes: Object.fromEntries(
      ['provider', ...contained, ...(broker === undefined ? [] : [broker]), ...Object.keys(onMachine)].map(
        (name) => [name, {}],
      ),
    ),
  };
}

/** The origin is the only way in, and from this machine only. */
function partOf(
  profile: ResolvedProfile,
  name: string,
  entry: ComposeService,
  forUp: boolean,
): ComposeService {
  return {
    ...(forUp && { profiles: ['deployment'] }),
    restart: 'unless-stopped',
    ...entry,
    ...(name === originOf(profile) && { ports: [`127.0.0.1:\${WHEREABOUTS_PORT:-3000}:${port}`] }),
  };
}

export function renderCompose(profile: ResolvedProfile, options: RenderOptions): string {
  const { forUp } = options;
  const document = new Document(composeFile(profile, options), { aliasDuplicateObjects: false });
  visit(document, {
    Seq: (_, node) => {
      node.flow = JSON.stringify(node).length < 70;
    },
  });
  return `${head(profile, forUp)}\n${document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false })}`;
}

function head(profile: ResolvedProfile, forUp: boolean): string {
  const lines = [
    profile.description || profile.name,
    '',
    `Written by: npx whereabouts profile render compose ${profile.name}${forUp ? ' --for-up' : ''}`,
    'It belongs into the folder of the repository, where the Dockerfile is.',
    '  echo "WHEREABOUTS_DATABASE_PASSWORD=$(openssl rand -hex 24)" >> .env   # once: the databases are made with it',
    `  docker compose up --build --detach --wait${forUp ? ` ${originOf(profile)}` : ''}   # then http://127.0.0.1:3000`,
    ...(forUp
      ? [
          'A PostgreSQL and a Kafka for `whereabouts up` and tests on this machine, without any of the above:',
          '  docker compose up --detach --wait',
          '  export MARKETPLACE_DATABASE_URL=postgres://whereabouts:whereabouts@127.0.0.1:5432/whereabouts KAFKA_BROKERS=127.0.0.1:9092',
        ]
      : []),
  ];
  return lines.map((line) => `# ${line}`.trimEnd()).join('\n');
}

/** Named as those who start them by name expect; the password is no secret, as nothing but this machine reaches them. */
function machineServices(): Readonly<Record<string, ComposeService>> {
  return {
    postgres: { ...postgres('postgres', 'whereabouts'), ports: ['127.0.0.1:5432:5432'] },
    kafka: kafka('kafka', 'kafka', 9092),
  };
}

function assertOneBrokerIsEnough({ file, topics }: ResolvedProfile): void {
  if (topics.replication === 1) return;
  throw new DeploymentError(
    `${file}: topics.replication is ${topics.replication}, and the Compose file has one broker; set it to 1, or run these containers with a broker of yours.`,
  );
}
