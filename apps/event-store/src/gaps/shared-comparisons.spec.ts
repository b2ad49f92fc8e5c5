import { describe, expect, it } from '@jest/globals';

import { SharedComparisons } from './shared-comparisons.js';

/** Comparisons that end when they are told to. */
function start() {
  const running: PromiseWithResolvers<number>[] = [];
  const shared = new SharedComparisons(() => {
    const one = Promise.withResolvers<number>();
    running.push(one);
    return one.promise;
  });
  const end = async (number: number, error?: Error): Promise<void> => {
    if (error) running[number]?.reject(error);
    else running[number]?.resolve(0);
    await shared.ended();
  };
  return { shared, running, end };
}

describe('comparisons of a module', () => {
  it('are made once for each who asks, and once for all who asked before one began', async () => {
    const { shared, running, end } = start();
    expect(shared.whyNotYet('shop', 'a')).toBe('that is under way.');
    expect(shared.whyNotYet('shop', 'a')).toBe('that is under way.');
    expect(running).toHaveLength(1);
    for (const late of ['b', 'c']) expect(shared.whyNotYet('shop', late)).toBe('that is under way.');
    expect(running).toHaveLength(1);
    await end(0);
    expect(shared.whyNotYet('shop', 'a')).toBeUndefined();
    // What the first had passed may be what these need.
    for (const late of ['b', 'c']) expect(shared.whyNotYet('shop', late)).toBe('that is under way.');
    expect(running).toHaveLength(2);
    await end(1);
    for (const asker of ['a', 'b', 'c']) expect(shared.whyNotYet('shop', asker)).toBeUndefined();
    expect(running).toHaveLength(2);
  });

  it('are made again after one failed, which is said', async () => {
    const { shared, running, end } = start();
    shared.whyNotYet('shop', 'a');
    await end(0, new Error('The owner is away.'));
    expect(shared.whyNotYet('shop', 'a')).toBe('The owner is away.');
    expect(running).toHaveLength(2);
    await end(1);
    expect(shared.whyNotYet('shop', 'a')).toBeUndefined();
  });

  it('are one at a time for each module', () => {
    const { shared, running } = start();
    shared.whyNotYet('shop', 'a');
    shared.whyNotYet('till', 'a');
    expect(running).toHaveLength(2);
  });
});
