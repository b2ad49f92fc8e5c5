import { describe, expect, it } from '@jest/globals';

import { GrowingPause } from './growing-pause.js';

describe('a growing pause', () => {
  it('doubles with jitter up to its longest, and starts over', () => {
    const pause = new GrowingPause({ first: 10, longest: 35 });
    const steps = [10, 20, 35, 35];
    for (const step of steps) {
      const taken = pause.take();
      expect(taken).toBeGreaterThanOrEqual(step / 2);
      expect(taken).toBeLessThanOrEqual(step);
    }
    pause.reset();
    expect(pause.take()).toBeLessThanOrEqual(10);
  });
});
