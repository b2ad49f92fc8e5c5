import { describe, expect, it } from '@jest/globals';

import { Turnstiles } from './turnstile.js';

describe('a turnstile', () => {
  it('lets one through at a time, in order, and goes on after a failure', async () => {
    const inTurn = new Turnstiles().of('stock');
    const seen: string[] = [];
    const work = (name: string, fails = false) =>
      inTurn(async () => {
        seen.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen.push(`${name} ends`);
        if (fails) throw new Error('broken');
        return name;
      });
    const results = await Promise.allSettled([work('a'), work('b', true), work('c')]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('is one for each module', async () => {
    const turnstiles = new Turnstiles();
    const { promise, resolve } = Promise.withResolvers<string>();
    const held = turnstiles.of('stock')(() => promise);
    expect(await turnstiles.of('order')(() => Promise.resolve('through'))).toBe('through');
    resolve('at last');
    expect(await held).toBe('at last');
  });
});
