import { describe, expect, test } from '@jest/globals';
import { fateOf, GOOD_BEHAVIOUR, isDeclined } from './behaviour.js';

const keys = Array.from({ length: 10_000 }, (_, index) => `key-${index}`);
const share = (count: number): number => count / keys.length;

describe('the behaviour', () => {
  test('answers every attempt unless told otherwise', () => {
    expect(
      keys.every((key) => fateOf(GOOD_BEHAVIOUR, key, 1) === 'answer' && !isDeclined(GOOD_BEHAVIOUR, key)),
    ).toBe(true);
  });

  test('is the same for the same seed and another for another seed', () => {
    const fates = (seed: number): string[] =>
      keys.map((key) => fateOf({ ...GOOD_BEHAVIOUR, seed, hangRate: 0.3, loseReplyRate: 0.3 }, key, 1));
    expect(fates(7)).toEqual(fates(7));
    expect(fates(7)).not.toEqual(fates(8));
  });

  test('declines, hangs and loses replies at about the rates it was given', () => {
    const behaviour = { ...GOOD_BEHAVIOUR, declineRate: 0.1, hangRate: 0.2, loseReplyRate: 0.25 };
    const fates = keys.map((key) => fateOf(behaviour, key, 1));
    expect(share(keys.filter((key) => isDeclined(behaviour, key)).length)).toBeCloseTo(0.1, 1);
    expect(share(fates.filter((fate) => fate === 'hang-before-effect').length)).toBeCloseTo(0.1, 1);
    expect(share(fates.filter((fate) => fate === 'hang-after-effect').length)).toBeCloseTo(0.1, 1);
    expect(share(fates.filter((fate) => fate === 'lose-reply').length)).toBeCloseTo(0.8 * 0.25, 1);
  });

  test('hangs every attempt at a rate of 1, and lets each key through in the end below that', () => {
    const attempts = Array.from({ length: 200 }, (_, index) => index + 1);
    expect(
      attempts.every((n) => fateOf({ ...GOOD_BEHAVIOUR, hangRate: 1 }, 'key', n).startsWith('hang')),
    ).toBe(true);
    const stubborn = { ...GOOD_BEHAVIOUR, hangRate: 0.9 };
    expect(keys.every((key) => attempts.some((n) => fateOf(stubborn, key, n) === 'answer'))).toBe(true);
  });
});
