import { describe, expect, it } from '@jest/globals';

import { ProgressWatch } from './progress-watch.js';

describe('the watch over progress', () => {
  const start = () => {
    const at = { now: 0 };
    return { at, watch: new ProgressWatch(30_000, () => at.now) };
  };
  const reading = (position: number, waiting = true) => [{ name: 'topic/0', position, waiting }];

  it('reports a partition that has had messages for long and was given none', () => {
    const { at, watch } = start();
    expect(watch.stuck(reading(7), 0)).toBeUndefined();
    at.now = 31_000;
    expect(watch.stuck(reading(7), 0)).toBe('topic/0 has had messages after 7 for 31 s and was given none');
  });

  it('is content with one that moves, that has nothing to fetch, or that may not fetch', () => {
    const { at, watch } = start();
    watch.stuck(reading(7), 0);
    at.now = 31_000;
    expect(watch.stuck(reading(8), 0)).toBeUndefined();
    at.now = 62_000;
    expect(watch.stuck(reading(8, false), 0)).toBeUndefined();
    at.now = 91_000;
    expect(watch.stuck(reading(8), 0)).toBeUndefined();
  });

  it('begins anew with a partition that was gone meanwhile, and with a new consumer', () => {
    const { at, watch } = start();
    watch.stuck(reading(7), 0);
    watch.stuck([], 0);
    at.now = 31_000;
    expect(watch.stuck(reading(7), 0)).toBeUndefined();
    watch.reset();
    at.now = 60_000;
    expect(watch.stuck(reading(7), 29_000)).toBeUndefined();
  });

  it('reports a group that is not heard of, though it had the time', () => {
    const { at, watch } = start();
    at.now = 20_000;
    expect(watch.stuck([], 31_000)).toBeUndefined();
    at.now = 31_000;
    expect(watch.stuck([], 31_000)).toBe('its group has not been heard of for 31 s');
  });
});
