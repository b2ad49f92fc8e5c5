import { describe, expect, it } from '@jest/globals';

import { Reception } from './reception.js';

describe('since when messages arrive', () => {
  function reception() {
    const waiting = new Set(['stock']);
    const clock = { now: 1_000 };
    const told = new Reception(
      (module) => waiting.has(module),
      () => clock.now,
    );
    return { told, waiting, clock };
  }

  it('is not known before anybody listens', () => {
    expect(reception().told.since('order')).toBeUndefined();
  });

  it('is a moment of each module: when all its consumers are seen to receive for the first time', () => {
    const { told, waiting, clock } = reception();
    told.begin();
    expect([told.since('order'), told.since('stock')]).toEqual([1_000, undefined]);
    waiting.clear();
    clock.now += 6_000;
    expect([told.since('order'), told.since('stock')]).toEqual([1_000, 7_000]);
    waiting.add('stock');
    clock.now += 1_000;
    expect(told.since('stock')).toBe(7_000);
  });

  it('does not depend for ever on a broker that stays away', () => {
    const { told, clock } = reception();
    told.begin();
    clock.now += 3_600_000;
    expect(told.since('stock')).toBe(31_000);
  });

  it('is not known any more when nobody listens any more', () => {
    const { told } = reception();
    told.begin();
    told.end();
    expect(told.since('order')).toBeUndefined();
  });
});
