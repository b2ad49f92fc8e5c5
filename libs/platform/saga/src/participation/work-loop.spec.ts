import { afterEach, describe, expect, it } from '@jest/globals';
import { waitUntil } from '@platform/messaging/testing';

import { WorkLoop } from './work-loop.js';

describe('a loop over work that is due', () => {
  let loop: { stop(): Promise<void> } | undefined;
  afterEach(() => loop?.stop());

  function over(due: number[], work: (item: number) => Promise<void>, errors: unknown[] = []) {
    const running = new WorkLoop(
      (limit) => Promise.resolve(due.splice(0, limit)),
      work,
      { atOnce: 3, pollMs: 60_000 },
      (error) => errors.push(error),
    );
    loop = running;
    running.start();
    return running;
  }

  it('works through all there is, so many at a time, without waiting for the next look', async () => {
    const done: number[] = [];
    let atOnce = 0;
    let most = 0;
    over([1, 2, 3, 4, 5, 6, 7, 8], async (item) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 2));
      atOnce -= 1;
      done.push(item);
    });
    await waitUntil('all is done', () => done.length === 8);
    expect(most).toBe(3);
  });

  it('looks when it is told that something is due', async () => {
    const [due, done]: [number[], number[]] = [[], []];
    const running = over(due, (item) => Promise.resolve(void done.push(item)));
    await new Promise((resolve) => setTimeout(resolve, 5));
    due.push(1);
    running.dueIn(0);
    await waitUntil('it was done', () => done.length === 1);
    due.push(2);
    running.dueIn(10);
    await waitUntil('it was done too', () => done.length === 2);
  });

  it('reports what broke and goes on', async () => {
    const errors: unknown[] = [];
    const due = [1];
    const running = over(due, () => Promise.reject(new Error('broken')), errors);
    await waitUntil('it was reported', () => errors.length === 1);
    due.push(2);
    running.dueIn(0);
    await waitUntil('the next was tried', () => errors.length === 2);
  });

  it('ends what is in hand before it has stopped', async () => {
    let ended = false;
    const running = over([1], async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      ended = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 2));
    await running.stop();
    expect(ended).toBe(true);
  });

  describe('until it is quiet', () => {
    it('is through when nothing is due and nothing in hand', async () => {
      const done: number[] = [];
      const running = over([1, 2, 3, 4, 5], async (item) => {
        await new Promise((resolve) => setImmediate(resolve));
        done.push(item);
      });
      await running.untilQuiet(new AbortController().signal);
      expect(done).toHaveLength(5);
    });

    it('counts a piece in hand that somebody else has claimed', async () => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const running = over([], () => promise.then(() => undefined));
      let isQuiet = false;
      void running.begin(1);
      const quiet = running.untilQuiet(new AbortController().signal).then(() => (isQuiet = true));
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(isQuiet).toBe(false);
      resolve(undefined);
      await quiet;
    });

    it('is not through when the infrastructure has ended a piece while it looked', async () => {
      const [look, broken] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
      const done: string[] = [];
      const looks: (() => Promise<string[]>)[] = [
        () => Promise.resolve(['first']),
        // It begins before the first piece is put off, and finds nothing.
        () => look.promise.then(() => []),
        () => Promise.resolve(['again']),
      ];
      const running = new WorkLoop<string>(
        () => looks.shift()?.() ?? Promise.resolve([]),
        async (item) => {
          if (item === 'first') {
            await broken.promise;
            running.againIn(20);
          }
          done.push(item);
        },
        { atOnce: 3, pollMs: 60_000 },
        () => undefined,
      );
      loop = running;
      running.start();
      await new Promise((resolve) => setImmediate(resolve));
      const quiet = running.untilQuiet(new AbortController().signal);
      await waitUntil('it looks again', () => looks.length === 1);
      broken.resolve(undefined);
      await waitUntil('the piece is put off', () => done.length === 1);
      look.resolve(undefined);
      await quiet;
      expect(done).toEqual(['first', 'again']);
    });

    it('waits no longer when the time is up, or it is stopped', async () => {
      const running = over([1], () => new Promise((resolve) => setTimeout(resolve, 50)));
      await running.untilQuiet(AbortSignal.timeout(5));
      const quiet = running.untilQuiet(new AbortController().signal);
      await running.stop();
      await quiet;
    });
  });
});
