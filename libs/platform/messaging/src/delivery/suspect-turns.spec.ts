import { describe, expect, it } from '@jest/globals';

import { SuspectTurns } from './suspect-turns.js';

describe('turns of suspects', () => {
  it('come one after another, in the order they were asked for, whoever fails', async () => {
    const turns = new SuspectTurns();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${name} ends`);
      if (name === 'b') throw new Error('poison');
      return name;
    };
    const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => turns.run(work(name))));
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('are not waited for longer than a while', async () => {
    const turns = new SuspectTurns(20);
    void turns.run(() => new Promise<never>(() => undefined));
    expect(await turns.run(() => Promise.resolve('next'))).toBe('next');
  });
});
