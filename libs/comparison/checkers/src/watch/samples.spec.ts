import { describe, expect, it } from '@jest/globals';
import { priced, second } from '../testing/history.fixture.js';
import { lagOf, noSamples } from './samples.js';

describe('the lag of the copy of a product', () => {
  const products = new Map([['oil', priced([0, 500], [10, 600], [20, 700, 2])]]);
  const seen = (...revisions: readonly (readonly [revision: number, at: number])[]) => ({
    ...{ ...noSamples, taken: 10, everyMs: 100 },
    lastSeen: new Map([['oil', new Map(revisions.map(([revision, at]) => [revision, second(at)]))]]),
  });

  it('is how long a state was seen after the next one, and what two looks may have missed', () => {
    expect(lagOf(seen([1, 13], [2, 15]), products)).toBe(3_000 + 200 + 500);
  });

  it('is no less than the longest time that nobody saw anything in', () => {
    expect(lagOf({ ...seen([1, 9], [2, 15]), longestGapMs: 3_000 }, products)).toBe(3_000 + 500);
  });

  it('is next to nothing where nothing old was seen', () => {
    expect(lagOf(seen([1, 9], [2, 15]), products)).toBe(200 + 500);
  });

  it('does not count a version that goes on being offered beside the next', () => {
    expect(lagOf(seen([2, 60]), products)).toBe(200 + 500);
  });

  it('is taken for some seconds where nobody looked', () => {
    expect(lagOf(noSamples, products)).toBe(5_000);
  });
});
