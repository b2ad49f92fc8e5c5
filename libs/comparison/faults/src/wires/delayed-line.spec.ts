import { describe, expect, it } from '@jest/globals';
import { until } from '../until.js';
import { DelayedLine } from './delayed-line.js';

describe('a line with a delay', () => {
  it('passes on at once while there is none', () => {
    const arrived: number[] = [];
    new DelayedLine().add(0, () => arrived.push(1));
    expect(arrived).toEqual([1]);
  });

  it('keeps the order when the delay ends while something is on its way', async () => {
    const arrived: number[] = [];
    const line = new DelayedLine();
    line.add(30, () => arrived.push(1));
    line.add(20, () => arrived.push(2));
    line.add(0, () => arrived.push(3));
    expect(arrived).toEqual([]);
    await until(() => arrived.length === 3, 'all has arrived');
    expect(arrived).toEqual([1, 2, 3]);
  });
});
