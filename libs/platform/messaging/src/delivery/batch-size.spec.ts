import { describe, expect, it } from '@jest/globals';

import { BatchSize } from './batch-size.js';

describe('the size of batches', () => {
  it('shrinks in proportion when a batch took too long, and doubles while batches are quick', () => {
    const size = new BatchSize({ batchSize: 50, batchMs: 200 });
    size.observe(50, 1_000);
    expect(size.current).toBe(10);
    size.observe(10, 20);
    size.observe(20, 20);
    size.observe(40, 20);
    expect(size.current).toBe(50);
  });

  it('does not grow on the strength of a batch that was not full, and never falls below one', () => {
    const size = new BatchSize({ batchSize: 50, batchMs: 200 });
    size.observe(2, 10_000);
    expect(size.current).toBe(1);
    size.shrink();
    expect(size.current).toBe(1);
    size.observe(0, 1);
    expect(size.current).toBe(1);
  });
});
