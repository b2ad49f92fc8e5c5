import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { decodeEnvelope, encode, openMessage } from './cloud-events.js';
import { defineEvent } from './define-message.js';
import type { RecordedMessage } from './message.js';

const Renamed = defineEvent(
  'upcast.renamed',
  3,
  z.object({ name: z.object({ first: z.string(), last: z.string() }), by: z.string() }),
  {
    1: (data) => ({ ...(data as object), by: 'unknown' }),
    2: (data) => {
      const { name, ...rest } = data as { name: string };
      const [first = '', last = ''] = name.split(' ');
      return { ...rest, name: { first, last } };
    },
  },
);

describe('data of an earlier version', () => {
  const recorded = (schemaVersion: number, data: unknown): RecordedMessage => ({
    ...{ id: 'i', type: Renamed.type, schemaVersion, sourceModule: 'upcast', channel: 'events' },
    ...{ streamId: 's', streamVersion: 1, time: '2025-01-01T00:00:00.000Z', correlationId: 'c' },
    data: JSON.stringify(data),
  });
  const current = { name: { first: 'Ada', last: 'L' }, by: 'me' };

  it('is read as data of the current one, through every version between', () => {
    expect(openMessage(recorded(1, { name: 'Ada L' }))).toMatchObject({
      schemaVersion: 3,
      data: { name: { first: 'Ada', last: 'L' }, by: 'unknown' },
    });
    expect(openMessage(recorded(2, { name: 'Ada L', by: 'me' })).data).toEqual(current);
    expect(openMessage(recorded(3, current)).data).toEqual(current);
  });

  it('travels as it was recorded: whoever receives it brings it up to what they know', () => {
    const travelled = decodeEnvelope(encode(recorded(1, { name: 'Ada L' })));
    expect([travelled.schemaVersion, travelled.data]).toEqual([1, '{"name":"Ada L"}']);
  });

  it('of a version that is not known yet is refused in one sentence', () => {
    expect(() => openMessage(recorded(4, current))).toThrow(
      'Data of "upcast.renamed" is of version 4, and this process knows versions up to 3.',
    );
  });

  it('needs a way on from every earlier version, and none from nowhere', () => {
    const none = z.object({});
    expect(() => defineEvent('upcast.gap', 3, none, { 1: (data) => data })).toThrow('none for version 2');
    expect(() => defineEvent('upcast.ahead', 2, none, { 1: (d) => d, 2: (d) => d })).toThrow('version 2');
  });
});
