import { describe, expect, it } from '@jest/globals';
import type { Run, Settings } from '@comparison/protocol';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsOf, usualDirectory } from './flags.js';
import { historyWriter } from './history-writer.js';
import { brokersOf, ratesOf, scaleOf, secondsFrom } from './values.js';

const defaults: Settings = {
  ...{ profiles: ['monolith', 'hybrid'], baseline: 'monolith', workload: 'om-default', rates: [], seed: 1 },
  ...{ scale: { customers: 1_000, products: 1_000 }, concurrency: null, share: 0.7, duration: 12 },
  ...{ warmup: 5, repeats: 1, faults: [], selfCheck: false },
};

describe('the values of flags', () => {
  it('are seconds with or without their unit, rates each once, and a scale of one number or two', () => {
    expect(secondsFrom(1, 60)('2.5s')).toBe(2.5);
    expect(ratesOf('20,40.5,20')).toEqual([20, 40.5]);
    expect([scaleOf('100'), scaleOf('100x20')]).toEqual([
      { customers: 100, products: 100 },
      { customers: 100, products: 20 },
    ]);
  });

  it('are brokers as host and port, several by commas', () => {
    expect(brokersOf('a.example:9092, [::1]:9093')).toBe('a.example:9092,[::1]:9093');
    for (const wrong of ['a.example', 'kafka://a:9092', 'a:9092,'])
      expect(() => brokersOf(wrong)).toThrow(/host:port|commas/);
    const { broker } = settingsOf({ faults: [], broker: 'a:9092' }, defaults.profiles, defaults);
    expect(broker).toBe('a:9092');
  });

  it('become settings, with the usual ones for what was not given', () => {
    expect(settingsOf({ faults: ['none'] }, defaults.profiles, defaults)).toEqual(defaults);
    const flags = { faults: ['basic', 'pause:stock'], rate: [5], repeats: 3, warmup: 0 };
    expect(settingsOf(flags, ['mine', 'hybrid'], defaults)).toEqual({
      ...{ ...defaults, profiles: ['mine', 'hybrid'], baseline: 'mine', rates: [5], repeats: 3, warmup: 0 },
      faults: ['basic', 'pause:stock'],
    });
  });

  it('leave the place of a report to the time', () => {
    expect(usualDirectory(new Date(0))).toBe('.whereabouts/compare/1970-01-01T00-00-00');
  });
});

describe('the history of operations', () => {
  const run = (profile: string, role: Run['role']) => ({ profile, repeat: 1, role }) as Run;

  it.each([
    [true, ['h.edn']],
    [false, ['h.monolith-1.edn']],
  ])(
    'goes to a file of its own for each run; the only one takes the name as it is: %s',
    async (isOnly, files) => {
      const directory = await mkdtemp(join(tmpdir(), 'whereabouts-history-'));
      try {
        const { onHistory } = historyWriter(join(directory, 'h.edn'), isOnly, {
          exportHistory: (_, format, target) => writeFile(target, format),
        });
        await onHistory?.(run('monolith', 'measured'), 'none');
        await onHistory?.(run('monolith', 'again'), 'none');
        expect(await readdir(directory)).toEqual(files);
      } finally {
        await rm(directory, { recursive: true });
      }
    },
  );
});
