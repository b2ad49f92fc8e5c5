import { describe, expect, it } from '@jest/globals';
import { chosenKey, chosenKeys } from './chosen-keys.js';
import type { ParkedKey } from './parked-key.js';

const key = (
  consumer: string,
  streamId: string,
  sourceModule = 'product',
  channel = 'events',
): ParkedKey => ({
  ...{ consumer, sourceModule, channel, streamId, parkedAt: '2026-01-01T00:00:00.000Z', attempts: 3 },
  ...{ error: 'Error: no', messages: 1, firstVersion: 1, firstType: 'product.created' },
});
const a = key('cart.product-replica', 'product-a');
const b = key('cart.product-replica', 'product-b');
const other = key('stock.product-replica', 'product-a');
const twice = key('cart.product-replica', 'product-a', 'product', 'commands');

describe('choosing parked keys', () => {
  it('takes all that match what is given', () => {
    expect(chosenKeys([a, b, other], {})).toEqual([a, b, other]);
    expect(chosenKeys([a, b, other], { consumer: a.consumer })).toEqual([a, b]);
    expect(chosenKeys([a, b, other], { stream: a.streamId })).toEqual([a, other]);
    expect(chosenKeys([a, twice], { channel: 'commands' })).toEqual([twice]);
  });

  it('says what was looked for when nothing matches', () => {
    expect(() => chosenKeys([a], { consumer: 'cart.x', stream: 'product-z', channel: 'events' })).toThrow(
      'Nothing is parked under stream product-z among its events for consumer cart.x: "whereabouts parked list" shows what is.',
    );
  });

  it('asks which is meant where one is needed and two match', () => {
    const choice = { consumer: a.consumer, stream: a.streamId };
    expect(chosenKey([a, b], choice)).toBe(a);
    expect(() => chosenKey([a, twice], choice)).toThrow('say which with --source and --channel');
    expect(chosenKey([a, twice], { ...choice, channel: 'events' })).toBe(a);
  });
});
