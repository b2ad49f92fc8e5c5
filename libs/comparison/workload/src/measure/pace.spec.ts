import { describe, expect, it } from '@jest/globals';
import { type Ending, paceOf } from './pace.js';

/** One a tenth of a second, and what became of each. */
function decidedAfter(...tookMs: readonly (number | undefined)[]) {
  const dues = tookMs.map((_, index) => index * 100);
  const endings = tookMs.flatMap((took, index): Ending[] =>
    took === undefined ? [] : [{ due: index * 100, tookMs: took, isGood: true }],
  );
  return { dues, endings: endings.toReversed() }; // they end in whatever order
}

const ALWAYS = { from: 0, to: 10_000 };

describe('the pace of checkouts', () => {
  it('judges each from when it was due, whenever it ended', () => {
    const { dues, endings } = decidedAfter(5, 1_999, 2_001, undefined, 10);
    expect(paceOf(dues, endings, ALWAYS)).toMatchObject({ due: 5, inTime: 3 });
  });

  it('counts those that are due in the window, its end excluded', () => {
    const { dues, endings } = decidedAfter(1, 1, 1, 1, 1);
    expect(paceOf(dues, endings, { from: 100, to: 300 })).toMatchObject({ due: 2, inTime: 2 });
  });

  it('does not count as in time what was not decided as it should be', () => {
    const endings = [{ due: 0, tookMs: 5, isGood: false }];
    expect(paceOf([0], endings, ALWAYS)).toMatchObject({ due: 1, inTime: 0, earlyP50: 5 });
  });

  it('tells the medians of the first and of the last third', () => {
    const { dues, endings } = decidedAfter(30, 10, 20, 1, 2, 3, 700, 900, 800);
    expect(paceOf(dues, endings, ALWAYS)).toMatchObject({ earlyP50: 20, lateP50: 800 });
  });

  it('takes those that were never decided for the slowest, and tells no median when most were not', () => {
    const { dues, endings } = decidedAfter(10, undefined, 20, 1, 2, 3, undefined, 900, undefined);
    expect(paceOf(dues, endings, ALWAYS)).toMatchObject({ earlyP50: 20, lateP50: null });
  });

  it('is nothing where nothing was due', () => {
    expect(paceOf([], [], ALWAYS)).toEqual({ due: 0, inTime: 0, earlyP50: null, lateP50: null });
  });
});
