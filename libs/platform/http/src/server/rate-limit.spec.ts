import { describe, expect, it } from '@jest/globals';
import { parseRateLimit, RateLimiter } from './rate-limit.js';

describe('the rate limit', () => {
  it('is off unless configured, and says how to write it', () => {
    expect([parseRateLimit(undefined), parseRateLimit('')]).toEqual([undefined, undefined]);
    expect(parseRateLimit('600/m')).toEqual({ requests: 600, seconds: 60 });
    for (const text of ['100', '0/s', '5/d', '-1/s', 'fast'])
      expect(() => parseRateLimit(text)).toThrow(/write it as 100\/s/);
  });

  it('lets the whole allowance pass at once, then one at a time as it comes back', () => {
    const limiter = new RateLimiter({ requests: 4, seconds: 2 });
    expect([1, 2, 3, 4].map(() => limiter.take('a', 1000))).toEqual([0, 0, 0, 0]);
    expect(limiter.take('a', 1000)).toBe(1);
    expect(limiter.take('a', 1499)).toBe(1);
    expect(limiter.take('a', 1500)).toBe(0);
    expect(limiter.take('a', 1500)).toBe(1);
    expect(limiter.take('b', 1500)).toBe(0);
  });

  it('never admits more than the allowance and its refill', () => {
    const limiter = new RateLimiter({ requests: 10, seconds: 1 });
    let admitted = 0;
    for (let now = 0; now < 5000; now += 1) if (limiter.take('a', now) === 0) admitted += 1;
    expect(admitted).toBeGreaterThanOrEqual(55);
    expect(admitted).toBeLessThanOrEqual(60);
  });
});
