import type { ResolvedDatabase } from '@platform/profile';
import type { ComposeService } from './compose-file.js';
import { port } from './places.js';

export const databaseUser = 'whereabouts';

/** A PostgreSQL with one database. Port 5432 inside. */
export function postgres(volume: string, password: string): ComposeService {
  return {
    image: 'postgres:18',
    environment: { POSTGRES_USER: databaseUser, POSTGRES_PASSWORD: password, POSTGRES_DB: databaseUser },
    command: ['postgres', '-c', 'max_connections=200', '-c', 'jit=off', '-c', 'random_page_cost=1.1'],
    // Since version 18 the image keeps its data one level below this folder, named for the major version.
    volumes: [`${volume}:/var/lib/postgresql`],
    shm_size: '256mb',
    stop_grace_period: '30s',
    healthcheck: {
      // By TCP: while the image sets up a new database it answers on its socket only.
      test: [
        'CMD',
        'pg_isready',
        '--host=127.0.0.1',
        `--username=${databaseUser}`,
        `--dbname=${databaseUser}`,
      ],
      ...{ interval: '2s', timeout: '3s', retries: 30 },
    },
  };
}

/** Without a password: it is in PGPASSWORD, once, and any character may be in it. */
export function addressOfContainer(host: string): string {
  return `postgres://${databaseUser}@${host}:5432/${databaseUser}`;
}

/** Databases that have no address of their own get a container each. */
export function needsContainer({ url }: ResolvedDatabase): boolean {
  return url === null;
}

/**
 * A Kafka of one node that is broker and controller (KRaft). Inside it is reached as `host:9092`.
 *
 * @param published where programs of this machine reach it as well, as 127.0.0.1 and this port
 */
export function kafka(host: string, volume: string, published?: number): ComposeService {
  const outside =
    published === undefined ? [] : [{ name: 'OUTSIDE', port: 19092, as: `127.0.0.1:${published}` }];
  const listeners = [{ name: 'INSIDE', port: 9092, as: `${host}:9092` }, ...outside];
  const bindings = [...listeners, { name: 'CONTROLLER', port: 9093 }];
  return {
    image: 'apache/kafka:4.1.1',
    environment: {
      CLUSTER_ID: '4L6g3nShT-eMCtK--X86sw',
      KAFKA_NODE_ID: 1,
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: bindings.map(({ name, port: bound }) => `${name}://:${bound}`).join(),
      KAFKA_ADVERTISED_LISTENERS: listeners.map(({ name, as }) => `${name}://${as}`).join(),
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: bindings.map(({ name }) => `${name}:PLAINTEXT`).join(),
      KAFKA_INTER_BROKER_LISTENER_NAME: 'INSIDE',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_CONTROLLER_QUORUM_VOTERS: `1@${host}:9093`,
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1,
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: 1,
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: 1,
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: 0,
      // Topics are made with the number of partitions that the profile says; a mistyped name must not make another one.
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_HEAP_OPTS: '-Xms256m -Xmx512m',
      KAFKA_LOG_DIRS: '/var/lib/kafka/data',
    },
    ...(published !== undefined && { ports: [`127.0.0.1:${published}:19092`] }),
    volumes: [`${volume}:/var/lib/kafka/data`],
    stop_grace_period: '30s',
    healthcheck: {
      test: ['CMD', '/opt/kafka/bin/kafka-broker-api-versions.sh', '--bootstrap-server', `${host}:9092`],
      ...{ interval: '5s', timeout: '10s', retries: 24, start_period: '10s' },
    },
  };
}

/** The stand-in acquirer, with its ledger on a volume. */
export function paymentProvider(volume: string): ComposeService {
  return {
    ...ownImage('payment-provider'),
    environment: { PROVIDER_HOST: '0.0.0.0', PROVIDER_PORT: port, PROVIDER_DATA: '/data' },
    volumes: [`${volume}:/data`],
  };
}

/** A container of one of our apps; its image says how its health is checked. */
export function ownImage(app: 'service' | 'gateway' | 'event-store' | 'payment-provider'): Omit<
  ComposeService,
  'environment'
> & {
  readonly image: string;
} {
  return {
    image: `whereabouts-${app}`,
    build: { context: '.', args: { APP: app } },
    init: true,
    read_only: true,
    tmpfs: ['/tmp'],
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    // A service finishes what it accepted: a checkout waits for its answer 30 s at most.
    stop_grace_period: '40s',
  };
}
