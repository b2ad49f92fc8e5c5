import { describe, expect, it } from '@jest/globals';
import { metrics } from '@platform/observability';

import { recoveryLimitMs } from './recovery.module.js';
import { Recovery } from './recovery.js';
import type { Unfinished } from './unfinished.js';

/** So many pieces, finished one after the other as soon as they may be. */
class Pieces implements Unfinished {
  name = 'shop: pieces';
  calls = 0;
  constructor(
    public left: number,
    private readonly before: () => Promise<unknown> = () => Promise.resolve(),
  ) {}
  pending(): Promise<number> {
    return Promise.resolve(this.left);
  }
  async finish(): Promise<void> {
    this.calls += 1;
    await this.before();
    this.left = 0;
  }
}

const never = (): Promise<void> => new Promise(() => undefined);

describe('the first stage of a start', () => {
  it('resolves when every part is through, and says what was found', async () => {
    const recovery = new Recovery(60_000);
    recovery.add(new Pieces(3));
    recovery.add(Object.assign(new Pieces(0), { name: 'shop: nothing' }));
    expect(recovery.now.stage).toBe('starting');
    await recovery.finish();
    expect(recovery.now.stage).toBe('listening');
    expect((await recovery.view()).parts).toEqual([
      expect.objectContaining({ name: 'shop: pieces', state: 'finished', found: 3, pending: 0 }),
      expect.objectContaining({ name: 'shop: nothing', state: 'finished', found: 0, pending: 0 }),
    ]);
  });

  it('tells by name what it is at', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const recovery = new Recovery(60_000);
    recovery.add(new Pieces(2, () => promise));
    const finished = recovery.finish();
    expect(await recovery.view()).toMatchObject({
      stage: 'recovering',
      parts: [{ name: 'shop: pieces', state: 'finishing', pending: 2 }],
    });
    const shown = await metrics.metrics();
    expect(shown).toContain('whereabouts_recovery_stage{stage="recovering"} 1');
    expect(shown).toContain('whereabouts_recovery_pending{part="shop: pieces"} 2');
    resolve(undefined);
    await finished;
    expect(await metrics.metrics()).toContain('whereabouts_recovery_stage{stage="listening"} 1');
  });

  it('does not count what has to be there for the rest', async () => {
    const recovery = new Recovery(60_000);
    recovery.add(Object.assign(new Pieces(8), { isPreparation: true }));
    await recovery.finish();
    expect((await recovery.view()).parts).toEqual([expect.objectContaining({ found: 0, pending: 0 })]);
  });

  it('waits for nobody longer than its limit, and names what was left', async () => {
    const recovery = new Recovery(50);
    recovery.add(new Pieces(4, never));
    await recovery.finish();
    expect((await recovery.view()).parts).toEqual([
      expect.objectContaining({ state: 'left', found: 4, pending: 4 }),
    ]);
  });

  it('waits less for a part that says so', async () => {
    const recovery = new Recovery(3_600_000);
    recovery.add(Object.assign(new Pieces(1, never), { limitMs: 20 }));
    await recovery.finish();
    expect((await recovery.view()).parts).toEqual([expect.objectContaining({ state: 'left' })]);
  });

  it('ends within its limit when a database hangs, not knowing what was left', async () => {
    const recovery = new Recovery(20);
    recovery.add({ name: 'shop: unknown', pending: () => new Promise(() => undefined), finish: never });
    await recovery.finish();
    expect((await recovery.view()).parts).toEqual([
      expect.objectContaining({ state: 'left', found: null, pending: null }),
    ]);
  });

  it('ends when the process is to end, with nothing finished that was not, and never gets to the second', async () => {
    const stopping = new AbortController();
    const recovery = new Recovery(60_000);
    recovery.add(new Pieces(4, never));
    // As a loop does that was stopped: it has nothing to wait for any more.
    recovery.add({
      name: 'shop: stopped',
      pending: () => Promise.resolve(1),
      finish: (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    });
    const finished = recovery.finish(stopping.signal);
    stopping.abort(new Error('SIGTERM'));
    await expect(finished).rejects.toThrow('SIGTERM');
    expect(recovery.now.stage).toBe('recovering');
    const states = (await recovery.view()).parts.map(({ state, pending }) => [state, pending]);
    expect(states).toEqual([
      ['left', 4],
      ['left', 1],
    ]);
  });

  it('has not finished what ended because the application closes', async () => {
    const recovery = new Recovery(60_000);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    recovery.add({ name: 'shop: stopped', pending: () => Promise.resolve(1), finish: () => promise });
    const finished = recovery.finish();
    recovery.onModuleDestroy();
    resolve(undefined);
    await expect(finished).rejects.toThrow('aborted');
    expect((await recovery.view()).parts).toEqual([expect.objectContaining({ state: 'left', pending: 1 })]);
  });

  it('knows what there was before anybody worked on it', async () => {
    const recovery = new Recovery(60_000);
    const pieces = new Pieces(3);
    recovery.add(pieces);
    await recovery.count();
    pieces.left = 1;
    await recovery.finish();
    expect((await recovery.view()).parts).toEqual([expect.objectContaining({ found: 3, pending: 0 })]);
  });

  it('is not held up by what cannot be counted, and counts it later', async () => {
    const recovery = new Recovery(60_000);
    const pieces = Object.assign(new Pieces(3), { pending: () => Promise.reject(new Error('away')) });
    recovery.add(pieces);
    await recovery.count();
    pieces.pending = () => Promise.resolve(pieces.left) as Promise<never>;
    await recovery.finish();
    expect((await recovery.view()).parts).toEqual([expect.objectContaining({ found: 3, pending: 0 })]);
  });

  it('shows nothing as left that was finished while somebody looked', async () => {
    const [look, work] = [Promise.withResolvers<number>(), Promise.withResolvers<undefined>()];
    const recovery = new Recovery(60_000);
    const answers = [Promise.resolve(2), look.promise];
    recovery.add({
      name: 'shop: pieces',
      pending: () => answers.shift() ?? Promise.resolve(0),
      finish: () => work.promise,
    });
    const finished = recovery.finish();
    await new Promise((resolve) => setImmediate(resolve));
    const looking = recovery.view();
    work.resolve(undefined);
    await finished;
    look.resolve(2);
    const now = expect.objectContaining({ state: 'finished', pending: 0 });
    expect((await looking).parts).toEqual([now]);
    expect((await recovery.view()).parts).toEqual([now]);
  });

  it('may take longer than any timer', async () => {
    const recovery = new Recovery(2 ** 31);
    recovery.add(new Pieces(1, () => new Promise((resolve) => setImmediate(resolve))));
    await recovery.finish();
    expect((await recovery.view()).parts).toEqual([expect.objectContaining({ state: 'finished' })]);
  });

  it('lets a part that broke begin again, and the others be', async () => {
    const recovery = new Recovery(60_000);
    let breaks = 2;
    const broken = new Pieces(1, () =>
      breaks-- > 0 ? Promise.reject(new Error('the connection is gone')) : Promise.resolve(),
    );
    const other = Object.assign(new Pieces(1), { name: 'shop: other' });
    recovery.add(broken);
    recovery.add(other);
    await recovery.finish();
    expect([broken.calls, other.calls]).toEqual([3, 1]);
  });

  it('reports each part before it begins and when it is through, and waits for whoever is told', async () => {
    const order: string[] = [];
    const recovery = new Recovery(60_000, {
      reached: async (place) => {
        await Promise.resolve();
        order.push(place);
      },
    });
    recovery.add(new Pieces(1, () => Promise.resolve(order.push('finishes'))));
    await recovery.finish();
    expect(order).toEqual(['recovery.begun/shop: pieces', 'finishes', 'recovery.ended/shop: pieces']);
  });

  it('has a limit that people can set', () => {
    expect(recoveryLimitMs(undefined)).toBeUndefined();
    expect(recoveryLimitMs('2.5')).toBe(2_500);
    for (const text of ['soon', '0', '-1', 'Infinity'])
      expect(() => recoveryLimitMs(text)).toThrow('WHEREABOUTS_RECOVERY_SECONDS is a number');
  });
});
