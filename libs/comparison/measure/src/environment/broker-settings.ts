import type { RunFile } from '@comparison/protocol';
import { PRODUCER_ACKS } from '@platform/messaging/kafka/settings';
import kafkajs from 'kafkajs';
import { kafkaVersionOf } from './broker-version.js';

const { ConfigResourceTypes, Kafka, logLevel } = kafkajs;

/** When an acknowledged message is on a disk, and on how many. */
const FLUSHING = ['log.flush.interval.messages', 'log.flush.interval.ms'];
const NEVER = '9223372036854775807';

export interface BrokerInForce {
  readonly description: string;
  readonly durability: Readonly<Record<string, string>>;
}

/** What the broker says of itself; Kafka is the one kind that there is. @throws Error when it does not answer */
export async function brokerInForce({
  kind,
  url,
  pid,
}: NonNullable<RunFile['broker']>): Promise<BrokerInForce> {
  const version = pid === null ? undefined : kafkaVersionOf(pid);
  const description = `Kafka ${version ?? 'of a version that it does not tell'} (${kind})`;
  const client = new Kafka({
    brokers: [url],
    clientId: 'comparison',
    logLevel: logLevel.NOTHING,
    retry: { retries: 2 },
  });
  const admin = client.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [
        { type: ConfigResourceTypes.BROKER, name: String(brokers[0]?.nodeId ?? ''), configNames: FLUSHING },
      ],
    });
    const flushing = resources
      .flatMap(({ configEntries }) => configEntries)
      // kafkajs' types know nothing of settings that have no value.
      .map(({ configName, configValue }: { configName: string; configValue: string | null }) => [
        `kafka ${configName}`,
        configValue === NEVER ? 'never waits' : (configValue ?? 'not set'),
      ]);
    const { topics } = await admin.fetchTopicMetadata();
    const copies = topics
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap(({ partitions }) => partitions);
    const replication = [...new Set(copies.map(({ replicas }) => replicas.length))].sort((a, b) => a - b);
    return {
      description,
      durability: {
        ...(Object.fromEntries(flushing) as Record<string, string>),
        'kafka brokers': String(brokers.length),
        'kafka replication': replication.join(', ') || 'no topics',
        'kafka producer acks': PRODUCER_ACKS,
      },
    };
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
