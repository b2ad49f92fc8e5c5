import { Logger } from '@nestjs/common';
import { type logCreator, logLevel } from 'kafkajs';

/**
 * What is part of starting, of a rebalance or of a broker that is away. Consumers and relays say by themselves that they cannot
 * go on, once, and not per connection and attempt.
 */
const EXPECTED = [
  /^Connection (?:error|timeout)/,
  /^Failed to connect to (?:broker|seed broker)/,
  /^Closed connection/,
  /^Response without match/,
  /^Request \S+\(.*timed out/,
  /^Disconnected/,
  /^Limiting retries for the idempotent producer/,
  /^Response (?:GroupCoordinator|FindCoordinator|InitProducerId|Metadata|JoinGroup|SyncGroup|Heartbeat|CreateTopics|Fetch|OffsetCommit|OffsetFetch|Produce|ListOffsets|LeaveGroup)\b/,
  /^The group is rebalancing/,
  /^The coordinator is not aware of this member/,
  /^Crash:/,
  /^Failed to send messages/,
  /coordinator is (?:loading|not available)/i,
  /^There is no leader for this topic-partition/,
  /^This server does not host this topic-partition/,
];

const TOLD = ['groupId', 'topic', 'partition', 'broker'];

/** Hands kafkajs' log to ours. */
export const kafkajsLog: logCreator = () => {
  const logger = new Logger('Kafka');
  return ({ level, log }) => {
    const { message } = log;
    const { error, ...details } = log as Readonly<Record<string, unknown>>;
    const where = TOLD.filter((name) => details[name] !== undefined).map(
      (name) => `${name} ${String(details[name])}`,
    );
    const reason = typeof error === 'string' && error !== message ? `: ${error}` : '';
    const line = `${message}${reason}${where.length > 0 ? ` (${where.join(', ')})` : ''}`;
    const expected = EXPECTED.some((pattern) => pattern.test(message));
    if (level > logLevel.WARN || expected) logger.debug(line);
    else logger.warn(line);
  };
};
