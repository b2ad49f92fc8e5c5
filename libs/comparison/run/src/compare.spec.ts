import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseResults, type Settings } from '@comparison/protocol';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from './compare.js';
import { comparedProfiles } from './facts/compared-profile.js';
import { defaults } from './plan/defaults.js';
import type { Progress } from './progress.js';
import { violationsIn } from './results/violations.js';
import { Doubles, held } from './testing/doubles.js';
import { measuredOf } from './testing/measured.js';
import { shippedProfiles } from './testing/shipped-profiles.js';

const names = ['monolith', 'modulith', 'hybrid'];

describe('a comparison', () => {
  let directory: string;
  let doubles: Doubles;
  let controller: AbortController;
  let progress: Progress[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-compare-spec-'));
    doubles = await Doubles.open({ monolith: 200, modulith: 120, hybrid: 40 });
    controller = new AbortController();
    progress = [];
  });
  afterEach(async () => {
    expect([...doubles.running]).toEqual([]); // whatever happened, nothing is left running
    await doubles.close();
    await rm(directory, { recursive: true, force: true });
  });

  const run = (over: Partial<Settings> = {}) =>
    compare(
      { ...defaults, profiles: names, ...over },
      {
        ...{ directory, parts: doubles.parts, signal: controller.signal },
        profiles: comparedProfiles(names, shippedProfiles),
        onProgress: (one) => progress.push(one),
      },
    );
  const stretchesOf = (profile: string) =>
    doubles.did
      .filter((what) => what.startsWith(`${profile} `) && /common|share|given|closed/.test(what))
      .map((what) => what.replace(`${profile} `, ''));

  it('starts each profile once in each repeat and the baseline once more, and reports all of it', async () => {
    const { results, interrupted } = await run({ repeats: 2 });
    expect(interrupted).toBe(false);
    expect(parseResults(JSON.parse(await readFile(join(directory, 'results.json'), 'utf8')))).toEqual(
      JSON.parse(JSON.stringify(results)),
    );
    expect(results).toMatchObject({ complete: true, incompleteBecause: null });
    expect(results.runs.map(({ turn }) => turn)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(results.runs.filter(({ role }) => role === 'again').map(({ profile }) => profile)).toEqual([
      'monolith',
      'monolith',
    ]);
    expect(doubles.did.filter((what) => what.startsWith('start'))).toHaveLength(8);
  });

  it('measures everybody at one rate, which the heaviest profile decides, and at a share of what each can do', async () => {
    const { results } = await run();
    expect(results.runs[0]?.profile).toBe('hybrid');
    const [common] = stretchesOf('hybrid').filter((what) => what.startsWith('common'));
    const rate = Number(common?.split(' ')[1]);
    expect(rate).toBeGreaterThan(40 * 0.55);
    expect(rate).toBeLessThan(40 * 0.85);
    for (const name of names) expect(stretchesOf(name)).toContain(common);
    for (const { profile, stretches, saturation, bracket } of results.runs) {
      const share = stretches.find(({ purpose }) => purpose === 'share');
      const capacity = { monolith: 200, modulith: 120, hybrid: 40 }[profile] ?? 0;
      expect(share?.share).toBe(0.7);
      expect(share?.cost).not.toBeNull();
      const { loop } = share?.measured ?? {};
      expect(loop?.type === 'open' && loop.perSecond / capacity).toBeGreaterThan(0.5);
      expect(loop?.type === 'open' && loop.perSecond / capacity).toBeLessThan(0.9);
      expect((saturation ?? 0) / (capacity * 0.3)).toBeGreaterThan(0.75);
      expect(saturation).toBeCloseTo((bracket?.low ?? 0) * 0.3, 0);
      expect(bracket?.high).toBeGreaterThan(bracket?.low ?? Infinity);
    }
  });

  it('meters each at rest before its first stretch, and begins every stretch with nothing left over', async () => {
    const { results } = await run();
    const ofHybrid = doubles.did.slice(0, doubles.did.indexOf('start monolith'));
    const from = ofHybrid.findLastIndex((what) => what.includes('search')) + 1;
    expect(ofHybrid.slice(from).map((what) => what.replace(/[-\d. ]+$/, ''))).toEqual([
      ...['deliver', 'rest', 'deliver', 'hybrid common', 'deliver', 'hybrid share'],
    ]);
    for (const { atRest } of results.runs) expect(atRest).toMatchObject({ seconds: 4, commits: 2 });
  });

  it('says so where another than the heaviest profile decided the common rate', async () => {
    await doubles.close();
    doubles = await Doubles.open({ monolith: 200, modulith: 120, hybrid: 0 });
    const { results } = await run();
    const [hybrid, next, ...others] = results.runs.map(({ notes }) => notes.join());
    expect(hybrid).toContain('No rate was found');
    expect(next).toContain('The common rate is by what it sustains');
    expect(others.join()).not.toContain('The common rate is by');
  });

  it('goes on where the history of a run cannot be written, and says so', async () => {
    const { results } = await compare(
      { ...defaults, profiles: names, rates: [5] },
      {
        ...{ directory, parts: doubles.parts, signal: controller.signal, onProgress: () => undefined },
        profiles: comparedProfiles(names, shippedProfiles),
        onHistory: ({ profile }) =>
          profile === 'hybrid' ? Promise.reject(new Error('No space is left')) : Promise.resolve(),
      },
    );
    expect(results.runs).toHaveLength(4);
    expect(results.incompleteBecause).toBe(
      'The history of hybrid (repeat 1) was not written: No space is left.',
    );
  });

  it('says so where the common rate is more than a profile can do', async () => {
    await doubles.close();
    doubles = await Doubles.open({ monolith: 200, modulith: 12, hybrid: 40 });
    const { results } = await run();
    const modulith = results.runs.find(({ profile }) => profile === 'modulith');
    expect(modulith?.notes).toEqual([expect.stringMatching(/less than the common rate .* overload/)]);
  });

  it('searches for nothing where rates are given', async () => {
    const { results } = await run({ rates: [10, 30] });
    for (const name of names)
      expect(new Set(stretchesOf(name))).toEqual(new Set(['given-10 10', 'given-30 30']));
    expect(results.runs.map(({ saturation }) => saturation)).toEqual([null, null, null, null]);
  });

  it('keeps clients in a closed loop where those are given', async () => {
    await run({ concurrency: 8 });
    expect(new Set(stretchesOf('hybrid'))).toEqual(new Set(['closed-8 8 clients']));
  });

  it('tells the payment provider how to behave under the preset', async () => {
    await run({ rates: [10], workload: 'om-payfail', seed: 9 });
    expect(doubles.behaviour).toEqual({ declineRate: 0.1, seed: 9 });
  });

  it('writes the report after every run', async () => {
    await run();
    expect(doubles.written.map(({ runs }) => runs.length)).toEqual([1, 2, 3, 4]);
    expect(doubles.written.map(({ complete }) => complete)).toEqual([false, false, false, true]);
    expect(doubles.written[0]?.incompleteBecause).toBe('3 of 4 runs are still to come.');
  });

  it('goes on without a profile that does not start, and says which and why', async () => {
    doubles.failing.add('modulith');
    const { results } = await run();
    expect(results.runs).toHaveLength(3);
    expect(results).toMatchObject({
      complete: false,
      incompleteBecause: 'modulith (repeat 1) did not start: The disk is full.',
    });
  });

  it('keeps what was measured of a run that fails', async () => {
    doubles.onPlay = (profile, { id }) => {
      if (profile === 'modulith' && id.startsWith('share')) throw new Error('The generator died');
    };
    const { results } = await run();
    const modulith = results.runs.find(({ profile }) => profile === 'modulith');
    expect(modulith?.stretches.at(-1)?.purpose).toBe('common-rate');
    expect(modulith?.notes).toEqual([expect.stringContaining('The generator died')]);
    expect(results.incompleteBecause).toMatch(/^modulith \(repeat 1\) failed: The generator died\.$/);
  });

  it('fails when nothing starts at all', async () => {
    for (const name of names) doubles.failing.add(name);
    await expect(run()).rejects.toThrow(/hybrid \(repeat 1\) did not start: The disk is full/);
    expect(existsSync(join(directory, 'results.json'))).toBe(false);
  });

  it('reports what is done when it is interrupted, and what was measured of the run that was not', async () => {
    let second = '';
    doubles.onPlay = (profile, { id }) => {
      if (profile !== 'hybrid' && id.startsWith('common')) {
        second = profile;
        controller.abort(new Error('It was interrupted.'));
      }
    };
    const { results, interrupted } = await run();
    expect(interrupted).toBe(true);
    expect(results.runs.map(({ profile }) => profile)).toEqual(['hybrid', second]);
    expect(results.runs[0]?.verdicts).toEqual([held]);
    expect(results.runs[1]?.stretches.every(({ purpose }) => purpose === 'search')).toBe(true);
    expect(results.runs[1]?.notes).toEqual([expect.stringContaining('it was interrupted')]);
    expect(results).toMatchObject({
      complete: false,
      incompleteBecause: 'It was interrupted: 2 of 4 runs were begun.',
    });
    expect(doubles.written.at(-1)).toEqual(results);
  });

  it('that is interrupted before anything was measured has no report', async () => {
    doubles.onPlay = () => controller.abort(new Error('It was interrupted.'));
    await expect(run()).rejects.toThrow('It was interrupted.');
    expect(existsSync(join(directory, 'results.json'))).toBe(false);
  });

  it('plays each fault that a profile has, once, and judges after it', async () => {
    doubles.faults = [
      { id: 'kill:stock', kind: 'kill', part: 'the service stock', title: 'stock is killed' },
    ];
    const { results } = await run({ faults: ['kill:stock', 'kill:broker'] });
    for (const { role, faults, stretches, notes } of results.runs) {
      expect(faults.map(({ fault }) => fault)).toEqual(role === 'again' ? [] : ['kill:stock']);
      expect(faults.map(({ verdicts }) => verdicts)).toEqual(faults.map(() => [held]));
      const ids = stretches.filter(({ purpose }) => purpose === 'fault').map(({ id }) => id);
      expect(faults.map(({ stretch }) => stretch)).toEqual(ids);
      expect(notes.filter((note) => note.startsWith('kill:broker was not played'))).toHaveLength(
        role === 'again' ? 0 : 1,
      );
    }
  });

  it('does not blame a fault for what was broken before it', async () => {
    const finding = { invariant: 'S1' as const, message: 'oil is at -1', seed: 1, history: [] };
    doubles.verdictOf = () => ({ ...held, verdict: 'violated', findings: [finding] });
    doubles.faults = ['kill', 'pause'].map((id) => ({ id, kind: id, part: 'the database', title: id }));
    const { results } = await run({ faults: ['kill', 'pause'], rates: [5] });
    expect(violationsIn(results)).toEqual(['hybrid: S1', 'modulith: S1', 'monolith: S1']);
    const [{ faults } = { faults: [] }] = results.runs;
    expect(faults.flatMap(({ verdicts }) => verdicts.map(({ reason }) => reason))).toEqual(
      faults.map(() => 'nothing new, 1 known before this fault'),
    );
  });

  it('takes rates of anomalies from the stretches that are compared', async () => {
    await run();
    const { startedAt } = measuredOf({ type: 'open', perSecond: 1 }, 1, 1);
    const from = Date.parse(startedAt);
    // The common rate, and the share for half as long; not the warm-up, nor the steps of the search.
    const both = [defaults.duration, defaults.duration / 2].map((seconds) => ({
      from,
      to: from + seconds * 1_000,
    }));
    expect(doubles.judged.map(({ compared }) => compared)).toEqual(doubles.judged.map(() => both));
    expect(doubles.judged).toHaveLength(4);
  });

  it('has everybody use the broker that was asked for, and says so; a fault may need one of its own', async () => {
    doubles.broker = { kind: 'external', url: 'broker.example:9092', pid: null };
    doubles.faults = [
      {
        ...{ id: 'cut', kind: 'cut', part: 'the broker', title: 'it is cut' },
        prepare: (profileFile) =>
          Promise.resolve({
            ...{ profileFile, environment: { KAFKA_BROKERS: '127.0.0.1:1' } },
            close: () => Promise.resolve(),
          }),
      },
    ];
    const asked = { broker: 'broker.example:9092', faults: ['cut'], rates: [5] };
    const { results } = await run(asked);
    const told = doubles.orders.map(({ environment }) => environment?.['KAFKA_BROKERS']);
    expect(new Set(told)).toEqual(new Set(['broker.example:9092', '127.0.0.1:1']));
    expect(results.settings.broker).toBe('broker.example:9092');
    for (const { notes } of results.runs)
      expect(notes).toContainEqual(
        expect.stringMatching(/^The broker at broker.example:9092 was not started for/),
      );
  });

  it('uses no broker of anybody where none was asked for', async () => {
    const { results } = await run({ rates: [5] });
    expect(doubles.orders.map(({ environment }) => environment)).toEqual(doubles.orders.map(() => ({})));
    expect(results.settings).not.toHaveProperty('broker');
  });

  it('says where the generator does not run as the report says', async () => {
    doubles.generatorNotes = ['It could not be confined.'];
    const { results } = await run({ rates: [5] });
    for (const { notes } of results.runs) expect(notes).toContain('It could not be confined.');
  });

  it('plays faults on no database of anybody, also where the profile names one', async () => {
    const env = { MARKETPLACE_DATABASE_URL: 'postgres://shop:secret@127.0.0.1:1/shop' };
    const profiles = comparedProfiles(['monolith'], { ...shippedProfiles, env });
    expect(profiles[0]?.resolved.databases[0]?.url).toBe(env.MARKETPLACE_DATABASE_URL);
    const seen: (string | null)[] = [];
    doubles.parts.faultsOf = ({ databases }) => {
      seen.push(...databases.map(({ url }) => url));
      return [];
    };
    const settings = { ...defaults, profiles: ['monolith'], faults: ['cut'], rates: [5] };
    const onProgress = (one: Progress) => progress.push(one);
    const options = { directory, parts: doubles.parts, signal: controller.signal, profiles, onProgress };
    await compare(settings, options);
    expect(seen.at(-1)).toBeNull();
  });

  it('starts a deployment of its own for a fault that takes one, when the first is gone', async () => {
    let closed = 0;
    doubles.faults = [
      {
        ...{ id: 'cut', kind: 'cut', part: 'the database stock', title: 'its connections are cut' },
        prepare: (profileFile) =>
          Promise.resolve({ profileFile, environment: {}, close: () => Promise.resolve(void (closed += 1)) }),
      },
    ];
    const { results } = await run({ faults: ['cut'], rates: [5] });
    expect(doubles.did.filter((what) => what.startsWith('start'))).toHaveLength(4 + 3);
    expect(closed).toBe(3);
    expect(results.runs.flatMap(({ faults }) => faults)).toHaveLength(3);
  });

  it('reports a fault that the machine does not allow as not run, and goes on', async () => {
    doubles.faults = ['full', 'kill'].map((id) => ({ id, kind: id, part: 'the database', title: id }));
    const playFault = doubles.parts.playFault.bind(doubles.parts);
    doubles.parts.playFault = (fault, play) => {
      if (fault.id === 'kill') return playFault(fault, play);
      throw Object.assign(new Error('Nothing may be mounted here.'), { name: 'FaultNotPossible' });
    };
    const { results } = await run({ faults: ['full', 'kill'], rates: [5] });
    const [first] = results.runs;
    expect(first?.faults.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['not-run', 'Nothing may be mounted here.'],
      ['played', undefined],
    ]);
  });

  it('goes on in another deployment after a fault that could not be played to its end, and fails', async () => {
    doubles.faults = ['stuck', 'kill'].map((id) => ({
      id,
      kind: id,
      part: 'the database',
      title: `it is ${id}`,
    }));
    const playFault = doubles.parts.playFault.bind(doubles.parts);
    doubles.parts.playFault = (fault, play) =>
      fault.id === 'kill' ? playFault(fault, play) : Promise.reject(new Error('Nothing is ready again.'));
    const { results } = await run({ faults: ['stuck', 'kill'], rates: [5] });
    const [first] = results.runs;
    expect(first?.faults.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['not-run', 'It was broken off: Nothing is ready again.'],
      ['played', undefined],
    ]);
    expect(first?.verdicts).toEqual([held]);
    expect(doubles.did.filter((what) => what === `start ${first?.profile ?? ''}`).length).toBeGreaterThan(1);
    expect(results.incompleteBecause).toContain(
      'not played to the end: it is stuck (Nothing is ready again.)',
    );
  });

  it('keeps what was seen of a fault that cannot be judged', async () => {
    doubles.faults = ['kill', 'pause'].map((id) => ({ id, kind: id, part: 'the database', title: id }));
    let judged = 0;
    doubles.verdictOf = (profile) => {
      if (profile === 'hybrid' && (judged += 1) === 2) throw new Error('The log cannot be read.');
      return held;
    };
    const { results } = await run({ faults: ['kill', 'pause'], rates: [5] });
    const hybrid = results.runs.find(({ profile }) => profile === 'hybrid');
    expect(hybrid?.faults.map(({ outcome, verdicts }) => [outcome, verdicts])).toEqual([
      ['played', []],
      ['played', [held]],
    ]);
    expect(hybrid?.notes).toContain('After kill nothing could be judged: The log cannot be read.');
    expect(results.complete).toBe(false);
  });

  it('tells what is violated, once for each profile', async () => {
    doubles.verdictOf = (profile) => (profile === 'modulith' ? { ...held, verdict: 'violated' } : held);
    const { results } = await run({ repeats: 2, rates: [5] });
    expect(violationsIn(results)).toEqual(['modulith: S1']);
  });

  it('tells at the beginning how long it will take, and what is left in every phase', async () => {
    await run();
    expect(progress[0]).toMatchObject({ type: 'planned', directory });
    const lefts = progress.flatMap((one) => (one.type === 'turn' ? [one.left] : []));
    expect(lefts).toHaveLength(4);
    expect(lefts[3]).toBeLessThan(lefts[0] ?? 0);
  });
});
