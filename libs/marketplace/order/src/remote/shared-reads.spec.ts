import { describe, expect, it } from '@jest/globals';

import { SharedReads } from './shared-reads.js';

describe('reads that are shared', () => {
  const scene = (most = 50) => {
    const asked: string[][] = [];
    const answers: PromiseWithResolvers<ReadonlyMap<string, string>>[] = [];
    const reads = new SharedReads<string>((keys) => {
      asked.push([...keys]);
      const answer = Promise.withResolvers<ReadonlyMap<string, string>>();
      answers.push(answer);
      return answer.promise;
    }, most);
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    /** Answers a read, as soon as it is under way. */
    const answer = async (index: number, ...found: string[]) => {
      while (answers.length <= index) await turn();
      answers[index]?.resolve(new Map(found.map((key) => [key, key.toUpperCase()])));
    };
    return { asked, answers, reads, turn, answer };
  };

  it('ask once for what is asked in one turn, and once for a key that is asked for twice', async () => {
    const { asked, reads, turn, answer } = scene();
    const all = Promise.all([reads.read('a'), reads.read('b'), reads.read('a')]);
    await turn();
    await answer(0, 'a');
    expect(await all).toEqual(['A', undefined, 'A']);
    expect(asked).toEqual([['a', 'b']]);
  });

  it('gather what is asked while one is under way, and never answer from it what was asked after it began', async () => {
    const { asked, reads, turn, answer } = scene();
    const early = reads.read('a');
    await turn();
    const late = [reads.read('a'), reads.read('c')];
    await turn();
    expect(asked).toHaveLength(1);
    await answer(0);
    expect(await early).toBeUndefined();
    await turn();
    await answer(1, 'a', 'c');
    expect(await Promise.all(late)).toEqual(['A', 'C']);
    expect(asked).toEqual([['a'], ['a', 'c']]);
  });

  it('go on in the next one with what is too much for one', async () => {
    const { asked, reads, turn, answer } = scene(2);
    const all = Promise.all(['a', 'b', 'c'].map((key) => reads.read(key)));
    await turn();
    await answer(0, 'a', 'b');
    await answer(1, 'c');
    expect(await all).toEqual(['A', 'B', 'C']);
    expect(asked).toEqual([['a', 'b'], ['c']]);
  });

  it('fail for all who shared one, and for nobody after it', async () => {
    const { answers, reads, turn, answer } = scene();
    const failing = Promise.allSettled([reads.read('a'), reads.read('b')]);
    await turn();
    answers[0]?.reject(new Error('away'));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = reads.read('a');
    await turn();
    await answer(1, 'a');
    expect(await next).toBe('A');
  });

  it('do not wait for one that hangs', async () => {
    const { reads, turn, answer } = scene();
    void reads.read('a');
    await turn();
    const other = reads.read('b');
    await answer(1, 'b');
    expect(await other).toBe('B');
  });
});
