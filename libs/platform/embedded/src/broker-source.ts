import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { EmbeddedBrokerError } from './embedded-broker-error.js';
import { findJava, hasMaven } from './java.js';
import { kafkaIsCached } from './kafka-distribution.js';

const run = promisify(execFile);
const dockerAnswerLimitMs = 10_000;

/** Where a deployment takes its Kafka from. */
export type BrokerSource =
  | { readonly kind: 'external'; readonly brokers: readonly string[] }
  | { readonly kind: 'docker' }
  | { readonly kind: 'embedded' };

/**
 * The first that is there: the brokers named in KAFKA_BROKERS (`host:port`, separated by commas), a Docker engine that
 * answers, Java to run one ourselves. Throws `EmbeddedBrokerError`, one sentence that names the three.
 */
export async function brokerSource(env: NodeJS.ProcessEnv): Promise<BrokerSource> {
  const brokers = namedBrokers(env['KAFKA_BROKERS'] ?? '');
  if (brokers.length > 0) return { kind: 'external', brokers };
  if (await dockerAnswers(env)) return { kind: 'docker' };
  const java = await findJava(env);
  if (java !== undefined && ((await kafkaIsCached(env)) || (await hasMaven(env))))
    return { kind: 'embedded' };
  throw new EmbeddedBrokerError(
    'This needs Kafka: set KAFKA_BROKERS to a broker of yours (host:port), start a Docker engine, or install Java 17 or newer with Maven.',
  );
}

function namedBrokers(text: string): string[] {
  const brokers = text
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');
  const wrong = brokers.find((broker) => !/^(?:[^\s:/]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/.test(broker));
  if (wrong !== undefined)
    throw new EmbeddedBrokerError(
      `KAFKA_BROKERS names "${wrong}", which is not host:port: write for instance KAFKA_BROKERS=127.0.0.1:9092.`,
    );
  return brokers;
}

async function dockerAnswers(env: NodeJS.ProcessEnv): Promise<boolean> {
  return run('docker', ['info', '--format', '{{.ServerVersion}}'], {
    env,
    timeout: dockerAnswerLimitMs,
  }).then(
    ({ stdout }) => /^\d/.test(stdout.trim()),
    () => false,
  );
}
