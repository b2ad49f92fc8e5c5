import { describe, expect, it } from '@jest/globals';

import { OneAtATime } from './one-at-a-time.js';

describe('one at a time', () => {
  it('begins the next piece of work when the one before it has ended, in the order they came', async () => {
    const turns = new OneAtATime();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise(setImmediate);
      seen.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all([turns.run(work('a')), turns.run(work('b'))])).toEqual(['a', 'b']);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('tells whoever asked that their work failed, and goes on with the next', async () => {
    const turns = new OneAtATime();
    const failed = turns.run(() => Promise.reject(new Error('broken')));
    const next = turns.run(() => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('broken');
    expect(await next).toBe('done');
  });
});
