import { describe, expect, it } from '@jest/globals';

import { sharedReading } from './shared-reading.js';

describe('a shared reading', () => {
  it('is taken once for all who ask while it is under way, and anew for who asks later', async () => {
    let taken = 0;
    const read = sharedReading(async () => {
      await Promise.resolve();
      return ++taken;
    });
    expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
    expect(await read()).toBe(2);
  });

  it('fails for all who asked, and is tried again for the next', async () => {
    let fails = true;
    const read = sharedReading(async () => {
      await Promise.resolve();
      if (fails) throw new Error('away');
      return 'back';
    });
    expect((await Promise.allSettled([read(), read()])).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    fails = false;
    expect(await read()).toBe('back');
  });
});
