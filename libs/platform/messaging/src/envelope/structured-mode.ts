import type { RecordedMessage } from './message.js';
import { decodeEnvelope, encode, type EncodedMessage } from './cloud-events.js';

/**
 * CloudEvents structured mode: the whole message as one JSON object, for places that keep or show a message. Data that is not
 * JSON goes into `data_base64`, so that a message nobody can read can still be kept.
 */
export function toStructured(message: RecordedMessage): string {
  const { headers, value } = encode(message);
  const attributes = Object.entries(headers).map(([name, text]) => [
    name === 'content-type' ? 'datacontenttype' : name.slice('ce_'.length),
    text,
  ]);
  const member = isJson(value)
    ? `"data":${value}`
    : `"data_base64":"${Buffer.from(value, 'utf8').toString('base64')}"`;
  return `${JSON.stringify(Object.fromEntries(attributes)).slice(0, -1)},${member}}`;
}

/** The inverse of {@link toStructured}. @throws MalformedEnvelopeError */
export function fromStructured(text: string): RecordedMessage {
  const { data, data_base64, ...attributes } = JSON.parse(text) as Record<string, string> & { data: unknown };
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name === 'datacontenttype' ? 'content-type' : `ce_${name}`,
      value,
    ]),
  );
  const value =
    data_base64 === undefined ? JSON.stringify(data) : Buffer.from(data_base64, 'base64').toString('utf8');
  const encoded: EncodedMessage = { key: '', headers, value };
  return decodeEnvelope(encoded);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
