import { describe, expect, it } from '@jest/globals';

import { EndSignals } from './end-signals.js';

const LONG_MS = 60_000;

describe('signals that a saga has ended', () => {
  const going = new AbortController().signal;

  it('end a wait', async () => {
    const signals = new EndSignals();
    const waited = signals.wait('a', LONG_MS, going);
    signals.raise('b');
    signals.raise('a');
    await waited;
  });

  it('are remembered for the next wait, and used up by it', async () => {
    const signals = new EndSignals();
    signals.expect('a');
    signals.raise('a');
    await signals.wait('a', LONG_MS, going);
    const began = performance.now();
    await signals.wait('a', 30, going);
    expect(performance.now() - began).toBeGreaterThan(25);
  });

  it('of sagas that nobody waits for are not kept', async () => {
    const signals = new EndSignals();
    signals.raise('a');
    await signals.wait('a', 1, going);
  });

  it('are not waited for by a process that stops', async () => {
    const stopping = new AbortController();
    const waited = new EndSignals().wait('a', LONG_MS, stopping.signal);
    stopping.abort();
    await waited;
  });
});
