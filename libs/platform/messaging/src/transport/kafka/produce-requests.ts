import type { Message, TopicMessages } from 'kafkajs';

import type { EncodedMessage } from '../../envelope/cloud-events.js';

/** Well below what a broker takes at once, so that one partition's part of a request is, too. */
const REQUEST_BYTES = 512 * 1024;

/**
 * Splits messages into requests of a limited size, in order: a later request may be sent only when the one before it was
 * acknowledged. A message that is larger than the limit has a request of its own.
 */
export function produceRequests(
  messages: readonly EncodedMessage[],
  topicOf: (message: EncodedMessage) => string,
  limitBytes = REQUEST_BYTES,
): TopicMessages[][] {
  const requests: Map<string, Message[]>[] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = sizeOf(message);
    if (bytes > room) {
      requests.push(new Map());
      room = limitBytes;
    }
    room -= bytes;
    const topic = topicOf(message);
    const request = requests.at(-1);
    const sameTopic = request?.get(topic) ?? [];
    sameTopic.push({ key: message.key, value: message.value, headers: { ...message.headers } });
    request?.set(topic, sameTopic);
  }
  return requests.map((request) => [...request].map(([topic, messages]) => ({ topic, messages })));
}

function sizeOf({ key, headers, value }: EncodedMessage): number {
  const texts = Object.entries(headers).flat();
  return Buffer.byteLength(value) + key.length + texts.reduce((sum, text) => sum + text.length + 2, 0);
}
