import { chooseFaults, type Fault, faultsOf, FaultNotPossible, playFault } from '@comparison/faults';
import type { Deployment, Measured, ProfileFacts } from '@comparison/protocol';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import { loadProfile } from '@platform/profile';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type OwnMarketplace, ownMarketplace } from '../support/e2e/index.js';

jest.setTimeout(240_000);

const directory = fileURLToPath(new URL('../../profiles', import.meta.url));
const profile = loadProfile('monolith', { catalogue, env: {}, directory });
const schedule = { steady: 3, fault: 9, heal: 8, drain: 60 };
const nothing = {
  ...{ count: 0, mean: 0, min: 0, p50: 0, p90: 0, p95: 0, p99: 0, p999: 0, max: 0, curve: [] },
};

describe('a fault, played on a deployment with a little load', () => {
  let at: OwnMarketplace;
  let deployment: Deployment;
  beforeAll(async () => {
    at = await ownMarketplace({ profile: 'monolith' });
    deployment = {
      ...{ profile: 'monolith', directory: at.data, run: at.run },
      quiet: async (withinMs) => {
        const began = performance.now();
        await at.quiescent(withinMs);
        return performance.now() - began;
      },
    };
  });
  afterAll(() => at.close());

  function fault(id: string): Fault {
    const [found] = chooseFaults(id, faultsOf(profile, catalogue));
    if (!found) throw new Error(`There is no ${id}.`);
    return found;
  }

  const play = (id: string, over: { load?: typeof load; signal?: AbortSignal } = {}) =>
    playFault(fault(id), {
      ...{ deployment, profile, facts: {} as ProfileFacts, schedule },
      ...{ play: over.load ?? load, ...(over.signal && { signal: over.signal }) },
    });

  /** One checkout after another. */
  async function load(seconds: number): Promise<Measured> {
    const began = Date.now();
    const ends = began + seconds * 1_000;
    const completed = Array.from({ length: seconds }, () => 0);
    while (Date.now() < ends) {
      const done = await at.shop
        .shopper()
        .then(({ id }) => at.shop.order(id))
        .catch(() => undefined);
      const second = Math.floor((Date.now() - began) / 1_000);
      if (done && second < seconds) completed[second] = (completed[second] ?? 0) + 1;
    }
    return measured(new Date(began), completed);
  }

  const isStopped = async (pid: number | null) =>
    / T /.test(await readFile(`/proc/${pid ?? 0}/stat`, 'utf8').catch(() => ''));

  async function behaviour(): Promise<unknown> {
    const { provider } = await at.run();
    return (await fetch(`${provider.url}/behaviour`)).json();
  }

  it('does what the profile says of it, and leaves all well', async () => {
    const { predictions, phases, outcome, goodput, healedAt } = await play('kill-database:marketplace');
    expect(predictions.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(predictions.map(({ what }) => what)).toEqual([
      ...['paths that answer otherwise', 'a checkout', 'stands before', 'copies behind', 'afterwards'],
    ]);
    expect(outcome).toBe('played');
    expect(phases.map(({ phase }) => phase)).toEqual(['steady', 'fault', 'heal', 'drain']);
    expect(phases.map(({ at: since }) => since)).toEqual(
      phases.map(({ at: since }) => since).toSorted((a, b) => a - b),
    );
    expect(goodput?.fault).toBe(0);
    expect(healedAt).toBeLessThanOrEqual(Date.now());
  });

  it('has a checkout end as the provider has it, which behaves afterwards as it did before', async () => {
    await at.provider.behave({ delayMs: 5 });
    const { predictions } = await play('provider-decline');
    expect(predictions.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(predictions.find(({ what }) => what === 'afterwards')?.observed).toBe(
      'payment-failed, 1 order, 0 charges',
    );
    expect(await behaviour()).toMatchObject({ delayMs: 5, declineRate: 0 });
    await at.provider.behave({});
  });

  it('is undone when the run is broken off, and everything serves', async () => {
    const { services } = await at.run();
    await at.provider.behave({ declineRate: 0.25 });
    const breaking = new AbortController();
    const playing = play('pause-service:marketplace', { signal: breaking.signal }).catch(
      (error: unknown) => error,
    );
    const pid = services[0]?.pid ?? null;
    while (!(await isStopped(pid))) await new Promise((resolve) => setTimeout(resolve, 50));
    breaking.abort(new Error('broken off'));
    expect(await playing).toEqual(new Error('broken off'));
    expect(await isStopped(pid)).toBe(false);
    expect((await at.client.send('GET', '/health/ready')).status).toBe(200);
    expect((await at.run()).services).toEqual(services);
    expect(await behaviour()).toMatchObject({ declineRate: 0.25, delayMs: 0 });
    await at.provider.behave({});
  });

  it('ends with the load, when that breaks', async () => {
    const broken = new Error('The generator has died.');
    const playing = play('kill-service:marketplace', { load: () => Promise.reject(broken) });
    await expect(playing).rejects.toBe(broken);
    expect((await at.client.send('GET', '/health/ready')).status).toBe(200);
  });

  it('is refused where the machine or the deployment does not allow it', async () => {
    await expect(play('slow-database:marketplace')).rejects.toBeInstanceOf(FaultNotPossible);
  });
});

function measured(startedAt: Date, completed: readonly number[]): Measured {
  const approved = completed.reduce((sum, each) => sum + each, 0);
  return {
    ...{ loop: { type: 'closed', clients: 1 }, startedAt: startedAt.toISOString() },
    ...{ seconds: completed.length, offered: approved, begun: approved, dropped: 0, operations: {} },
    checkouts: {
      ...{ begun: approved, acknowledged: approved, refused: 0, unknown: 0, undecided: 0 },
      decided: { approved, rejected: 0, 'payment-failed': 0 },
      ...{ acknowledgement: nothing, completion: nothing },
    },
    goodput: approved / completed.length,
    timeline: completed.map((each, second) => ({
      ...{ at: second, offered: each, completed: each, ok: each, failed: 0, unknown: 0 },
      ...{ acknowledgementP50: null, acknowledgementP99: null, completionP50: null, completionP99: null },
    })),
    generator: { cpuShare: 0, lateness: nothing },
  };
}
