import { describe, expect, it } from '@jest/globals';

import { Limiter } from './limiter.js';

describe('a limiter', () => {
  const going = new AbortController().signal;

  /** Work that ends when it is told to. */
  function work() {
    const { promise, resolve } = Promise.withResolvers<string>();
    const state = { begun: false, finish: resolve };
    return {
      state,
      run: () => {
        state.begun = true;
        return promise;
      },
    };
  }

  it('runs as many as its limit at once, the others in the order they came', async () => {
    const limiter = new Limiter(2);
    const all = [work(), work(), work(), work()] as const;
    const ended = all.map(({ run }) => limiter.run(run, going));
    const begun = () => all.map(({ state }) => state.begun);
    expect(begun()).toEqual([true, true, false, false]);
    all[1].state.finish('second');
    expect(await ended[1]).toBe('second');
    expect(begun()).toEqual([true, true, true, false]);
    for (const { state } of all) state.finish('done');
    expect(await Promise.all(ended)).toEqual(['done', 'second', 'done', 'done']);
  });

  it('gives the place of work that failed to the next', async () => {
    const limiter = new Limiter(1);
    const failing = limiter.run(() => Promise.reject(new Error('broke')), going);
    const next = limiter.run(() => Promise.resolve('next'), going);
    await expect(failing).rejects.toThrow('broke');
    expect(await next).toBe('next');
  });

  it('begins nothing that is still waiting when it is to stop', async () => {
    const limiter = new Limiter(1);
    const stop = new AbortController();
    const [first, second] = [work(), work()];
    const ended = [limiter.run(first.run, stop.signal), limiter.run(second.run, stop.signal)];
    stop.abort();
    first.state.finish('first');
    expect(await Promise.all(ended)).toEqual(['first', undefined]);
    expect(second.state.begun).toBe(false);
  });
});
