import { describe, expect, it } from '@jest/globals';
import { turnsOf } from './turns.js';

const profiles = ['monolith', 'a', 'b', 'c', 'd', 'e'];
const plan = (over: Partial<Parameters<typeof turnsOf>[0]> = {}) =>
  turnsOf({ profiles, baseline: 'monolith', first: 'c', repeats: 3, seed: 7, ...over });
const key = ({ profile, role }: { profile: string; role: string }) => `${profile} ${role}`;

describe('the order of turns', () => {
  it('has every profile once in each repeat, and the baseline once more', () => {
    for (const repeat of [1, 2, 3]) {
      const once = plan().filter((turn) => turn.repeat === repeat);
      expect(once.map(key).sort()).toEqual(
        [...profiles.map((name) => `${name} measured`), 'monolith again'].sort(),
      );
    }
    expect(plan().map(({ turn }) => turn)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
  });

  it('begins with the one that decides the common rate', () => {
    expect(plan()[0]).toEqual({ profile: 'c', role: 'measured', repeat: 1, turn: 1 });
  });

  it('begins every repeat with another profile', () => {
    const firsts = plan().filter(({ turn }) => turn % 7 === 1);
    expect(new Set(firsts.map(key)).size).toBe(3);
  });

  it('keeps the two runs of the baseline apart', () => {
    const ring = plan().slice(0, 7).map(key);
    const apart = Math.abs(ring.indexOf('monolith measured') - ring.indexOf('monolith again'));
    expect(Math.min(apart, 7 - apart)).toBe(3);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(plan()).toEqual(plan());
    expect(plan({ seed: 8 }).map(key)).not.toEqual(plan().map(key));
  });

  it('of a single profile is its run and the one for the noise', () => {
    const alone = plan({ profiles: ['x'], baseline: 'x', first: 'x', repeats: 1 });
    expect(alone.map(key)).toEqual(['x measured', 'x again']);
  });
});
