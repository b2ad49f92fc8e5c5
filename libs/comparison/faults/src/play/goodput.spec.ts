import { describe, expect, it } from '@jest/globals';
import type { Measured } from '@comparison/protocol';
import { goodputOf, recoveredAfter } from './goodput.js';

const moments = { steady: 3.1, fault: 3.4, heal: 6.2, end: 12 };

/** Checkouts decided in each second. */
function timeline(...completed: readonly number[]): Measured['timeline'] {
  return completed.map((each, at) => ({
    ...{ at, offered: 10, completed: each, ok: each, failed: 0, unknown: 0 },
    ...{ acknowledgementP50: null, acknowledgementP99: null, completionP50: null, completionP99: null },
  }));
}

describe('goodput around a fault', () => {
  it('is that of the whole seconds of each phase', () => {
    expect(goodputOf(timeline(10, 10, 10, 7, 1, 1, 3, 20, 10, 10, 10, 10), moments)).toEqual({
      ...{ steady: 10, fault: 1, after: 12 },
    });
  });

  it('counts a second that the timeline leaves out as one in which nothing was completed', () => {
    const gaps = timeline(10, 10, 10, 7, 0, 0, 3, 10, 10, 10, 10, 10).filter(
      ({ completed }) => completed > 0,
    );
    expect(goodputOf(gaps, moments)?.fault).toBe(0);
  });

  it('is none when a phase has no whole second', () => {
    expect(goodputOf(timeline(10, 10), { steady: 0.5, fault: 0.5, heal: 1, end: 2 })).toBeNull();
  });
});

describe('recovery', () => {
  it('is when goodput is nine tenths of what it was, for five seconds', () => {
    const seen = timeline(10, 10, 10, 0, 0, 0, 0, 0, 12, 9, 3, 3, 9, 10, 9, 8, 9, 9);
    expect(recoveredAfter(seen, { ...moments, end: 18 })).toBeCloseTo(12 - 6.2);
  });

  it('is no two good seconds among bad ones', () => {
    const seen = timeline(10, 10, 10, 0, 0, 0, 0, 0, 10, 10, 2, 2, 2, 2, 2, 2, 2);
    expect(recoveredAfter(seen, { ...moments, end: 17 })).toBeNull();
  });

  it('is at once when goodput never fell', () => {
    expect(recoveredAfter(timeline(...Array.from({ length: 12 }, () => 5)), moments)).toBeCloseTo(0.8);
  });

  it('is not within the run when goodput does not come back before the load ends', () => {
    // What is completed in the drain was begun before.
    expect(recoveredAfter(timeline(10, 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 8, 20, 20), moments)).toBeNull();
  });

  it('is not told of where there was no goodput before', () => {
    expect(recoveredAfter(timeline(0, 0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 5), moments)).toBeNull();
  });
});
