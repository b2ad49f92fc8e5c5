import type { Measured, OperationName, Pace } from '@comparison/protocol';
import { describe, expect, it } from '@jest/globals';
import { latencyOf, measuredOf } from '../testing/measured.js';
import { overloadOf } from './sustained.js';

const SECONDS = 8;
const played = (perSecond: number, capacity: number, latencyMs = 10) =>
  measuredOf({ type: 'open', perSecond }, SECONDS, capacity, latencyMs);

const sound = played(100, 1_000);

function withPace(pace: Partial<Pace>): Measured {
  const known: Pace = { due: 100, inTime: 100, earlyP50: 10, lateP50: 10 };
  return { ...sound, checkouts: { ...sound.checkouts, pace: { ...known, ...pace } } };
}

function withUnanswered(name: OperationName, unknown: number, invoked: number): Measured {
  const figures = { invoked, ok: invoked - unknown, failed: 0, unknown, latency: latencyOf(10, 50) };
  return { ...sound, operations: { [name]: figures } };
}

describe('an overload', () => {
  describe.each([500, 1_500])('of a system that can do anything and takes %i ms for it', (latencyMs) => {
    it.each([1, 5, 15, 60, 250, 1_000])('is none at %i transactions per second', (perSecond) => {
      expect(overloadOf(played(perSecond, Infinity, latencyMs))).toBeUndefined();
    });
  });

  it('is none where checkouts are decided as fast as they come', () => {
    expect(overloadOf(played(100, 105))).toBeUndefined();
  });

  it.each([
    [1.06, 10],
    [1.15, 100],
    [1.15, 1_200],
    [2, 10],
  ])(
    'is told where %d times as much comes as a system can do that takes %i ms besides, although the drain decides all',
    (factor, latencyMs) => {
      expect(overloadOf(played(40 * factor, 40, latencyMs))).toBeDefined();
    },
  );

  it('is told by checkouts that take longer and longer, although nobody loses patience yet', () => {
    expect(overloadOf(played(46, 40))).toMatch(
      /^half of the checkouts took \d{3} ms at first and \d{3} ms at the end$/,
    );
  });

  it('is not told by latencies that are small before and after, nor by those of a few', () => {
    expect(overloadOf(withPace({ earlyP50: 5, lateP50: 11 }))).toBeUndefined();
    expect(overloadOf(withPace({ earlyP50: 5, lateP50: 150 }))).toBeUndefined();
    expect(overloadOf(withPace({ due: 8, inTime: 8, earlyP50: 200, lateP50: 900 }))).toBeUndefined();
  });

  it('is told by more than two checkouts in a hundred that take too long, or are never decided', () => {
    expect(overloadOf(withPace({ inTime: 98 }))).toBeUndefined();
    expect(overloadOf(withPace({ inTime: 97 }))).toBe('3 of 100 checkouts were not decided within 2 s');
  });

  it('is not told by one of a few checkouts, but by the only one', () => {
    expect(overloadOf(withPace({ due: 12, inTime: 11 }))).toBeUndefined();
    expect(overloadOf(withPace({ due: 12, inTime: 10 }))).toBeDefined();
    expect(overloadOf(withPace({ due: 1, inTime: 0 }))).toBeDefined();
  });

  it('is told by arrivals that found no client', () => {
    expect(overloadOf({ ...sound, dropped: 17 })).toMatch(/17 of 800 arrivals/);
  });

  it('is told by operations of any kind that nobody answered', () => {
    expect(overloadOf(withUnanswered('deliver', 268, 568))).toBe(
      '268 of 568 operations (deliver) were not answered',
    );
    expect(overloadOf(withUnanswered('deliver', 11, 568))).toBeUndefined();
    expect(overloadOf(withUnanswered('dashboard', 1, 20))).toBeUndefined();
  });
});
