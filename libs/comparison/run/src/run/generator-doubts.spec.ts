import type { Measured } from '@comparison/protocol';
import { describe, expect, it } from '@jest/globals';
import { latencyOf, measuredOf } from '../testing/measured.js';
import { doubtsAbout } from './generator-doubts.js';

const sound = measuredOf({ type: 'open', perSecond: 20 }, 10, 100, 40);
const by = (generator: Partial<Measured['generator']>): Measured => ({
  ...sound,
  generator: { ...sound.generator, ...generator },
});

describe('a load generator', () => {
  it('that begins in time and has its core to itself leaves no doubt', () => {
    expect(doubtsAbout(sound)).toEqual([]);
    expect(doubtsAbout(by({ lateness: latencyOf(0, 10), cpuShare: 0.9 }))).toEqual([]);
  });

  it('that uses its core up may tell its own latencies', () => {
    expect(doubtsAbout(by({ cpuShare: 0.95 }))).toEqual([expect.stringContaining('0.95 of a core')]);
  });

  it('that begins late by more than a quarter of what half of the checkouts take tells its own', () => {
    expect(doubtsAbout(by({ lateness: latencyOf(0, 11) }))).toEqual([
      expect.stringMatching(/11 ms late or later.* took 40 ms/),
    ]);
  });

  it('of which no checkout was decided has no latency to doubt', () => {
    const { checkouts } = sound;
    const none = {
      ...by({ lateness: latencyOf(0, 11) }),
      checkouts: { ...checkouts, completion: latencyOf(0, 0, 0) },
    };
    expect(doubtsAbout(none)).toEqual([]);
  });
});
