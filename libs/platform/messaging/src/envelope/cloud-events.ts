import { deepFreeze } from './deep-freeze.js';
import { definitionOf } from './define-message.js';
import { MalformedEnvelopeError } from './errors.js';
import type { Channel, Message, RecordedMessage } from './message.js';
import { upcast } from './upcast.js';
import { validate } from './validate.js';

/**
 * A message on its way: CloudEvents 1.0 in binary mode, as the Kafka protocol binding has it. Attributes are `ce_` headers
 * and `value` is the data alone, as JSON text.
 */
export interface EncodedMessage {
  /** The stream: what a transport keeps in order, and partitions by. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

const CHANNELS: readonly string[] = ['events', 'commands', 'replies'];

export function encode(message: RecordedMessage): EncodedMessage {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: message.id,
    ce_source: `/${message.sourceModule}`,
    ce_type: message.type,
    ce_subject: message.streamId,
    ce_time: message.time,
    ce_partitionkey: message.streamId,
    ce_channel: message.channel,
    ce_streamversion: String(message.streamVersion),
    ce_schemaversion: String(message.schemaVersion),
    ce_correlationid: message.correlationId,
  };
  if (message.target !== undefined) headers['ce_target'] = message.target;
  if (message.causationId !== undefined) headers['ce_causationid'] = message.causationId;
  if (message.traceparent !== undefined) headers['ce_traceparent'] = message.traceparent;
  return { key: message.streamId, headers, value: message.data };
}

/** Reads the envelope alone, which must succeed even where the data cannot be understood: a poison message is parked by it. */
export function decodeEnvelope({ headers, value }: EncodedMessage): RecordedMessage {
  const channel = attribute(headers, 'channel');
  if (!CHANNELS.includes(channel)) throw new MalformedEnvelopeError(`Unknown channel "${channel}".`);
  const target = headers['ce_target'];
  const causationId = headers['ce_causationid'];
  const traceparent = headers['ce_traceparent'];
  return {
    id: attribute(headers, 'id'),
    type: attribute(headers, 'type'),
    schemaVersion: integer(headers, 'schemaversion'),
    sourceModule: attribute(headers, 'source').slice(1),
    channel: channel as Channel,
    ...(target !== undefined && { target }),
    streamId: attribute(headers, 'subject'),
    streamVersion: integer(headers, 'streamversion'),
    data: value,
    time: attribute(headers, 'time'),
    correlationId: attribute(headers, 'correlationid'),
    ...(causationId !== undefined && { causationId }),
    ...(traceparent !== undefined && { traceparent }),
  };
}

/** Parses, upcasts, validates and freezes what a handler is given: a copy of its own. @throws InvalidMessageError */
export function openMessage(recorded: RecordedMessage): Message {
  const definition = definitionOf(recorded.type);
  let data: unknown;
  try {
    data = JSON.parse(recorded.data);
  } catch (cause) {
    throw new MalformedEnvelopeError(`Data of "${recorded.type}" is not JSON.`, { cause });
  }
  const current = upcast(definition, recorded.schemaVersion, data);
  return deepFreeze({
    ...recorded,
    schemaVersion: definition.schemaVersion,
    data: validate(definition, current),
  });
}

function attribute(headers: EncodedMessage['headers'], name: string): string {
  const value = headers[`ce_${name}`];
  if (value === undefined) throw new MalformedEnvelopeError(`A message without the attribute "${name}".`);
  return value;
}

function integer(headers: EncodedMessage['headers'], name: string): number {
  const value = Number(attribute(headers, name));
  if (!Number.isSafeInteger(value))
    throw new MalformedEnvelopeError(`Attribute "${name}" is not an integer.`);
  return value;
}
