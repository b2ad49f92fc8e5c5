import { describe, expect, it } from '@jest/globals';

import { WakeUp } from './wake-up.js';

const AN_HOUR = 3_600_000;

describe('a pause that can be cut short', () => {
  it('ends when woken', async () => {
    const wakeUp = new WakeUp();
    const pause = wakeUp.pause(AN_HOUR);
    wakeUp.wake();
    expect(await pause).toBe(true);
  });

  it('is not taken when it was woken before, once', async () => {
    const wakeUp = new WakeUp();
    wakeUp.wake();
    expect([await wakeUp.pause(AN_HOUR), await wakeUp.pause(1)]).toEqual([true, false]);
  });
});
