import { Logger } from '@nestjs/common';
import type { IHeaders, KafkaMessage } from 'kafkajs';

import { decodeEnvelope, type EncodedMessage } from '../../envelope/cloud-events.js';
import type { WantedTypes } from '../../log/log-reader.js';

/** A record of a partition; without a message when it is not for this consumer. */
export interface Received {
  readonly offset: number;
  readonly bytes: number;
  readonly message: EncodedMessage | undefined;
}

const logger = new Logger('Kafka');

/** Takes a record apart when its type is wanted. What is not a message of ours cannot even be parked: it is passed by. */
export function received(
  { offset, key, value, headers = {} }: KafkaMessage,
  wanted: WantedTypes,
  where: string,
): Received {
  const bytes = value?.length ?? 0;
  const passedBy = { offset: Number(offset), bytes, message: undefined };
  if (wanted !== 'all' && !wanted.has(text(headers['ce_type']) ?? '')) return passedBy;
  const message: EncodedMessage = {
    key: key?.toString('utf8') ?? '',
    headers: texts(headers),
    value: value?.toString('utf8') ?? '',
  };
  try {
    decodeEnvelope(message);
  } catch (error) {
    logger.error(
      `Offset ${offset} of ${where} is not one of our messages and is passed by: ${String(error)}`,
    );
    return passedBy;
  }
  return { ...passedBy, message };
}

function texts(headers: IHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const read = text(value);
      return read === undefined ? [] : [[name, read] as const];
    }),
  );
}

function text(value: IHeaders[string]): string | undefined {
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : one?.toString('utf8');
}
