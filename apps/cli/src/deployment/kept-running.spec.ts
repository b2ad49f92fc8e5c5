import { beforeEach, describe, expect, it } from '@jest/globals';
import { KeptRunning, type Part } from './kept-running.js';
import { createProgress } from './progress.js';

/** A part whose starts and deaths the test decides. */
class ScriptedPart implements Part {
  readonly label = 'part';
  starts = 0;
  stops = 0;
  failures = 0;
  die: (how: string) => void = () => undefined;
  #waiting: { count: number; resolve: () => void }[] = [];

  start(died: (how: string) => void, spawned: () => void): Promise<void> {
    this.starts += 1;
    this.die = died;
    spawned();
    for (const { count, resolve } of this.#waiting) if (this.starts >= count) resolve();
    if (this.failures === 0) return Promise.resolve();
    this.failures -= 1;
    return Promise.reject(new Error('not yet.'));
  }

  stop(): Promise<void> {
    this.stops += 1;
    return Promise.resolve();
  }

  started(count: number): Promise<void> {
    return new Promise((resolve) =>
      this.starts >= count ? resolve() : this.#waiting.push({ count, resolve }),
    );
  }
}

describe('KeptRunning', () => {
  let part: ScriptedPart;
  let said: string;
  let running: KeptRunning;

  beforeEach(() => {
    part = new ScriptedPart();
    said = '';
    running = new KeptRunning(part, createProgress({ write: (text) => (said += text) }), () => undefined);
  });

  it('leaves the failure of the first start to the caller', async () => {
    part.failures = 1;
    await expect(running.start()).rejects.toThrow('not yet.');
    expect(part.starts).toBe(1);
  });

  it('starts a part again that died, and says how it died', async () => {
    await running.start();
    part.die('was ended by SIGKILL');
    await part.started(2);
    await running.stop();
    expect(said).toContain('part was ended by SIGKILL: it is started again');
  });

  it('tries again when a restart fails, and says why it failed', async () => {
    await running.start();
    part.failures = 2;
    part.die('ended with code 1');
    await part.started(4);
    await running.stop();
    expect(said.match(/part did not start again: not yet\./g)).toHaveLength(2);
  });

  it('starts nothing after it was stopped, however the part ends', async () => {
    await running.start();
    await running.stop();
    part.die('ended with code 0');
    expect(said).toBe('');
    expect(part.starts).toBe(1);
  });

  it('gives up a restart that waits when it is stopped', async () => {
    await running.start();
    part.die('ended with code 1');
    await running.stop();
    expect(part.starts).toBe(1);
    expect(part.stops).toBeGreaterThan(0);
  });
});
