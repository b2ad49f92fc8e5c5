import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';

import { decodeEnvelope, encode, openMessage } from './cloud-events.js';
import { defineEvent } from './define-message.js';
import { InvalidMessageError, MalformedEnvelopeError, MessageDefinitionError } from './errors.js';
import type { RecordedMessage } from './message.js';
import { fromStructured, toStructured } from './structured-mode.js';

const Said = defineEvent('parrot.said', 3, z.object({ words: z.unknown() }));

function recorded(data: unknown, more: Partial<RecordedMessage> = {}): RecordedMessage {
  return {
    id: '01939ab0-0000-7000-8000-000000000001',
    type: Said.type,
    schemaVersion: 3,
    sourceModule: 'parrot',
    channel: 'events',
    streamId: 'parrot-1',
    streamVersion: 7,
    data: JSON.stringify(data),
    time: '2026-01-02T03:04:05.678Z',
    correlationId: 'request-1',
    ...more,
  };
}

/** Everything that JSON can hold, as it comes back out of JSON. */
const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));
const envelope = fc.record(
  {
    streamVersion: fc.integer({ min: 1 }),
    streamId: fc.string({ minLength: 1, unit: 'grapheme' }),
    channel: fc.constantFrom('events' as const, 'commands' as const, 'replies' as const),
    target: fc.constant('cage'),
    causationId: fc.uuid(),
    traceparent: fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
  },
  { requiredKeys: ['streamVersion', 'streamId', 'channel'] },
);

describe('the CloudEvents codec', () => {
  it('maps an envelope to the headers of binary mode', () => {
    const { key, headers, value } = encode(recorded({ words: 'hello' }, { causationId: 'cause' }));
    expect({ key, value }).toEqual({ key: 'parrot-1', value: '{"words":"hello"}' });
    expect(headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: '01939ab0-0000-7000-8000-000000000001',
      ce_source: '/parrot',
      ce_type: 'parrot.said',
      ce_subject: 'parrot-1',
      ce_time: '2026-01-02T03:04:05.678Z',
      ce_partitionkey: 'parrot-1',
      ce_channel: 'events',
      ce_streamversion: '7',
      ce_schemaversion: '3',
      ce_correlationid: 'request-1',
      ce_causationid: 'cause',
    });
  });

  it('gives back any message as it was, in binary and in structured mode', () => {
    fc.assert(
      fc.property(json, envelope, (words, more) => {
        const message = recorded({ words }, more);
        expect(decodeEnvelope(encode(message))).toEqual(message);
        const { data, ...rest } = fromStructured(toStructured(message));
        expect(rest).toEqual({ ...message, data: undefined });
        expect(JSON.parse(data)).toEqual({ words });
      }),
    );
  });

  it('keeps data that is not JSON in structured mode', () => {
    const broken = recorded(null, { data: '{"words": ü' });
    expect(fromStructured(toStructured(broken))).toEqual(broken);
  });

  it('freezes what it opens to the ground, and opens a new copy each time', () => {
    const encoded = encode(recorded({ words: [{ deep: [1] }] }));
    const [one, other] = [openMessage(decodeEnvelope(encoded)), openMessage(decodeEnvelope(encoded))];
    const words = (one.data as { words: [{ deep: number[] }] }).words;
    expect([one, one.data, words, words[0], words[0].deep].every(Object.isFrozen)).toBe(true);
    expect(one.data).not.toBe(other.data);
  });

  it('drops what the schema does not know, and refuses what it does not allow', () => {
    const Strict = defineEvent('parrot.counted', 3, z.object({ n: z.number() }));
    const open = (data: unknown) => openMessage(recorded(data, { type: Strict.type })).data;
    expect(open({ n: 1, more: true })).toEqual({ n: 1 });
    expect(() => open({ n: '1' })).toThrow(InvalidMessageError);
  });

  it.each([
    ['an attribute that is missing', { ce_id: undefined }, MalformedEnvelopeError],
    ['a version that is no number', { ce_streamversion: 'x' }, MalformedEnvelopeError],
    ['a channel that does not exist', { ce_channel: 'gossip' }, MalformedEnvelopeError],
    ['a type that nobody defined', { ce_type: 'parrot.unheard-of' }, MessageDefinitionError],
  ])('refuses %s', (_what, change, error) => {
    const { headers, ...rest } = encode(recorded(null));
    const changed = Object.fromEntries(
      Object.entries({ ...headers, ...change }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
    expect(() => openMessage(decodeEnvelope({ ...rest, headers: changed }))).toThrow(error);
  });
});

describe('definitions', () => {
  it('refuses a type that is defined twice, or belongs to no module', () => {
    expect(() => defineEvent('parrot.said', 1, z.null())).toThrow('defined twice');
    expect(() => defineEvent('said', 1, z.null())).toThrow('must read "<module>.<what-happened>"');
    expect(() => defineEvent('parrot.slept', 0, z.null())).toThrow('integer from 1');
  });
});
