import { describe, expect, it } from '@jest/globals';

import { PollPace } from './poll-pace.js';

describe('the pace of looking at an order', () => {
  it('slows down from 10 to 200 ms', () => {
    const pace = new PollPace();
    const pauses = [pace.firstMs];
    for (let n = 1; n <= 6; n += 1) pauses.push(pace.next(pauses.at(-1) ?? 0));
    expect(pauses).toEqual([10, 20, 40, 80, 160, 200, 200]);
  });

  it('starts slow as long as the end of a checkout is signalled, and fast again when one was only found', () => {
    const pace = new PollPace();
    pace.ended(true);
    expect(pace.firstMs).toBe(200);
    pace.ended(false);
    expect(pace.firstMs).toBe(10);
  });
});
