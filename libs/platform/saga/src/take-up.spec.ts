import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { takeUp } from './take-up.js';

describe('taking up what a process had in hand when it died', () => {
  let stopping: AbortController;
  let seen: string[];
  let errors: unknown[];
  beforeEach(() => {
    [stopping, seen, errors] = [new AbortController(), [], []];
  });
  afterEach(() => stopping.abort());

  function up(
    pieces: string[],
    {
      breaks = {},
      work = () => Promise.resolve(),
    }: { breaks?: Record<string, number>; work?: () => Promise<unknown> } = {},
  ): Promise<void> {
    const tried = <T>(what: string, value: T): Promise<T> => {
      const left = breaks[what] ?? 0;
      breaks[what] = left - 1;
      return left > 0 ? Promise.reject(new Error(`no ${what}`)) : Promise.resolve(value);
    };
    return takeUp(
      {
        takeBack: async () => {
          await tried('take-back', undefined);
          seen.push('back');
        },
        claim: async () => (await tried('claim', pieces)).shift(),
        work: async (piece) => {
          seen.push(piece);
          await work();
        },
        report: (error) => errors.push(error),
      },
      stopping.signal,
    );
  }

  it('goes one by one, when they have been taken back', async () => {
    let atOnce = 0;
    await up(['a', 'b', 'c'], {
      work: async () => {
        expect((atOnce += 1)).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        atOnce -= 1;
      },
    });
    expect(seen).toEqual(['back', 'a', 'b', 'c']);
  });

  it('is not turned off by a lost connection, neither before nor in the midst of it', async () => {
    await up(['a', 'b'], { breaks: { 'take-back': 2, claim: 1 } });
    expect(seen).toEqual(['back', 'a', 'b']);
    expect(errors).toEqual([new Error('no take-back'), new Error('no claim')]);
  });

  it('waits for a piece that hangs for a while only', async () => {
    await up(['a', 'b'], { work: () => new Promise(() => undefined) });
    expect(seen).toEqual(['back', 'a']);
  });

  it('ends with the process, whatever it is at', async () => {
    const hung = up(['a', 'b'], { work: () => new Promise(() => stopping.abort()) });
    await hung;
    expect(seen).toEqual(['back', 'a']);
    await up(['c'], { breaks: { 'take-back': Infinity } });
    expect(seen).toEqual(['back', 'a']);
  });
});
