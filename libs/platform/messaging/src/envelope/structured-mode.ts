import type { RecordedMessage } from './message.js';
import { decodeEnvelope, encode, type EncodedMessage } from './cloud-events.js';

/**
 * CloudEvents structured mode: the whole message as one JSON object, for places that keep or show a message.
 * `data` is spliced in as the text it was recorded as, so that numbers and key order survive.
 */
export function toStructured(message: RecordedMessage): string {
  const { headers, value } = encode(message);
  const attributes = Object.entries(headers).map(([name, text]) => [
    name === 'content-type' ? 'datacontenttype' : name.slice('ce_'.length),
    text,
  ]);
  return `${JSON.stringify(Object.fromEntries(attributes)).slice(0, -1)},"data":${value}}`;
}

/** The inverse of {@link toStructured}. @throws MalformedEnvelopeError */
export function fromStructured(text: string): RecordedMessage {
  const { data, ...attributes } = JSON.parse(text) as Record<string, string> & { data: unknown };
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name === 'datacontenttype' ? 'content-type' : `ce_${name}`,
      value,
    ]),
  );
  const encoded: EncodedMessage = { key: '', headers, value: JSON.stringify(data) };
  return decodeEnvelope(encoded);
}
