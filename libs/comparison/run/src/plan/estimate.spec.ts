import { describe, expect, it } from '@jest/globals';
import { loadProfile } from '@platform/profile';
import { catalogue } from '@marketplace/catalogue';
import { factsOf } from '../facts/facts-of.js';
import { shippedProfiles } from '../testing/shipped-profiles.js';
import { defaults } from './defaults.js';
import { TimeLeft, turnSeconds } from './estimate.js';
import { turnsOf } from './turns.js';

const QUARTER_OF_AN_HOUR = 900;

describe('the time that a comparison takes', () => {
  it('is less than a quarter of an hour when nobody asks for more', () => {
    const facts = defaults.profiles.map((name) =>
      factsOf(name, loadProfile(name, shippedProfiles), catalogue),
    );
    const monolith = facts.filter(({ name }) => name === defaults.baseline);
    const seconds = [...facts, ...monolith].map((one) => turnSeconds(one, defaults, 0));
    expect(seconds.reduce((sum, one) => sum + one, 0)).toBeLessThan(QUARTER_OF_AN_HOUR);
  });

  it('is corrected by how long turns really took', () => {
    let now = 0;
    const turns = turnsOf({ profiles: ['a', 'b'], baseline: 'a', first: 'a', repeats: 1, seed: 1 });
    const [first, second] = turns;
    if (!first || !second) throw new Error('There are no turns.');
    const left = new TimeLeft(
      turns,
      () => 10,
      () => now,
    );
    expect(left.total).toBe(30);
    left.begin();
    now = 4_000;
    expect(left.left(first)).toBe(26);
    now = 20_000; // twice as long as expected
    expect(left.left(first)).toBe(20);
    left.end(first);
    left.begin();
    expect(left.left(second)).toBe(40);
  });
});
