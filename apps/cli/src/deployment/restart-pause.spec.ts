import { describe, expect, it } from '@jest/globals';
import { RestartPause } from './restart-pause.js';

describe('RestartPause', () => {
  it('doubles from a tenth of a second up to ten seconds', () => {
    const pause = new RestartPause();
    expect(Array.from({ length: 9 }, () => pause.after(0))).toEqual([
      100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000,
    ]);
  });

  it('starts over after a part has run for half a minute', () => {
    const pause = new RestartPause();
    pause.after(0);
    pause.after(29_999);
    expect(pause.after(30_000)).toBe(100);
  });
});
