import { measured } from '@comparison/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadGenerator, type StretchJob } from './index.js';
import { FakeMarketplace } from './testing/fake-marketplace.fixture.js';
import { flawsOf, readHistory } from './testing/history.fixture.js';

// The sources run as they are, so the process is never an older build.
const program = {
  entry: join(import.meta.dirname, 'process/main.ts'),
  execArgv: [
    ...['--conditions=source', '--experimental-transform-types', '--no-warnings'],
    ...['--import', join(import.meta.dirname, '../../../../test/support/typescript.hook.mjs')],
  ],
};

describe('the load generator', () => {
  let directory: string;
  let historyFile: string;
  let shop: FakeMarketplace;
  let generator: LoadGenerator;
  let started: LoadGenerator | undefined;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-generator-'));
    historyFile = join(directory, 'history.ndjson');
    shop = await FakeMarketplace.start();
    const options = { seed: 5, scale: { customers: 30, products: 20 }, preset: 'om-default' as const };
    started = undefined;
    started = generator = await LoadGenerator.start({ ...options, historyFile }, program);
  });
  afterEach(async () => {
    await started?.stop();
    await shop.stop();
    await rm(directory, { recursive: true });
  });

  const job = (more: Partial<StretchJob> = {}): StretchJob => ({
    ...{
      origin: shop.origin,
      loop: { type: 'open', perSecond: 20 },
      seconds: 1,
      drainSeconds: 10,
      id: 'one',
    },
    ...more,
  });

  it('loads the population by the batch routes, and plays stretches in a process of its own', async () => {
    expect(generator.pid).not.toBe(process.pid);
    await generator.load(shop.origin);
    expect(shop.seen.slice(0, 4).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /sellers:batch',
      'POST /customers:batch',
      'POST /products:batch',
      'POST /stock:batch',
    ]);
    const seconds: number[] = [];
    const result = measured.parse(await generator.play(job(), ({ at }) => seconds.push(at)));
    expect([result.begun, seconds[0]]).toEqual([20, 0]);
    expect(result.generator.cpuShare).toBeGreaterThan(0);
    expect(flawsOf(await readHistory(historyFile))).toEqual([]);
  });

  it('stops quickly when a stretch is aborted, leaves a well-formed history, and can play another', async () => {
    const abort = new AbortController();
    // Nothing is ever answered: whatever is under way must be broken off.
    shop.mood = () => ({ after: new Promise(() => undefined) });
    const playing = generator.play(
      job({ seconds: 3_600, drainSeconds: 3_600 }),
      () => abort.abort(new Error('Enough.')),
      abort.signal,
    );
    await expect(playing).rejects.toThrow('Enough.');
    const history = await readHistory(historyFile);
    expect(flawsOf(history)).toEqual([]);
    expect(history.filter(({ type }) => type === 'info').every(({ error }) => error === 'cut off')).toBe(
      true,
    );
    shop.mood = () => 'serve';
    await generator.play(job({ id: 'two' }));
    expect(flawsOf(await readHistory(historyFile))).toEqual([]);
  });

  it('rejects when its process dies', async () => {
    const playing = generator.play(job({ seconds: 3_600 }), () => process.kill(generator.pid, 'SIGKILL'));
    await expect(playing).rejects.toThrow('The load generator was ended by SIGKILL.');
    await expect(generator.play(job())).rejects.toThrow('The load generator was ended by SIGKILL.');
  });

  it('writes what it knows when it is stopped in the middle of a stretch', async () => {
    const { promise: begun, resolve } = Promise.withResolvers<undefined>();
    const playing = generator.play(job({ seconds: 3_600 }), () => resolve(undefined));
    const refused = expect(playing).rejects.toThrow();
    await begun;
    await generator.stop();
    await refused;
    const history = await readHistory(historyFile);
    expect([history.length > 0, flawsOf(history)]).toEqual([true, []]);
  });

  it('says what it cannot play, and why loading was refused', async () => {
    await expect(generator.play(job({ seconds: 0 }))).rejects.toThrow('A stretch lasts longer than 0 s.');
    shop.mood = ({ path }) => (path === '/customers:batch' ? { status: 400 } : 'serve');
    await expect(generator.load(shop.origin)).rejects.toThrow('Loading /customers:batch was answered 400.');
  });

  it('does not start without a place for the history', async () => {
    const options = { seed: 5, scale: { customers: 3, products: 2 }, preset: 'om-default' as const };
    const nowhere = join(directory, 'missing', 'history.ndjson');
    await expect(LoadGenerator.start({ ...options, historyFile: nowhere }, program)).rejects.toThrow(
      'ENOENT',
    );
  });
});
