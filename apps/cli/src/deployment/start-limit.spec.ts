import { describe, expect, it } from '@jest/globals';
import { startLimitReached } from './start-limit.js';

const never = new AbortController().signal;

describe('the time that a part has to start', () => {
  it('is over for one that says nothing', async () => {
    await expect(startLimitReached({ limitMs: 1 }, never)).resolves.toBeUndefined();
    const finishing = () => Promise.resolve(undefined);
    await expect(startLimitReached({ limitMs: 1, finishing }, never)).resolves.toBeUndefined();
  });

  it('does not go by while it says that it finishes something first, and that is told once', async () => {
    const told: string[] = [];
    let asked = 0;
    const finishing = () => Promise.resolve((asked += 1) > 5 ? undefined : 'lost events');
    await startLimitReached({ limitMs: 1, finishing, tell: (what) => told.push(what) }, never);
    expect(asked).toBeGreaterThan(5);
    expect(told).toEqual(['lost events']);
  });

  it('is not worth a word when that is over at once', async () => {
    const told: string[] = [];
    let asked = 0;
    const finishing = () => Promise.resolve((asked += 1) > 1 ? undefined : 'owed tasks');
    await startLimitReached({ limitMs: 1, finishing, tell: (what) => told.push(what) }, never);
    expect(told).toEqual([]);
  });

  it('is not waited for any more when it has started', async () => {
    const started = new AbortController();
    const reached = startLimitReached({ limitMs: 600_000 }, started.signal);
    started.abort();
    await expect(reached).rejects.toThrow('aborted');
  });
});
