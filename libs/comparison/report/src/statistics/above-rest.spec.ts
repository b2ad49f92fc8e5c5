import { describe, expect, it } from '@jest/globals';
import type { AtRest, Cost, Run } from '@comparison/protocol';
import { plainRun } from '../testing/plain-runs.js';
import { aboveRest } from './above-rest.js';
import { observationsOf } from './metrics.js';

/** A system that uses 100 ms and two commits in every second whatever happens, and 40 ms and eight commits for each checkout. */
const [IDLE, EACH] = [
  { cpu: 100, commits: 2 },
  { cpu: 40, commits: 8 },
];
const none = { gateway: 0, services: 0, databases: 0, broker: 0, eventStore: 0, provider: null };
const nothing = { statements: null, walBytes: 900, messages: null, wireBytes: null };
const atRest: AtRest = {
  ...{ seconds: 4, cpuMs: { ...none, services: IDLE.cpu }, ...nothing, commits: IDLE.commits },
};

function metered(checkouts: number, seconds: number, rest?: AtRest): Run {
  const each = (idle: number, one: number) => one + (idle * seconds) / checkouts;
  const cost: Cost = {
    cpuMs: { ...none, services: each(IDLE.cpu, EACH.cpu) },
    ...{ ...nothing, commits: each(IDLE.commits, EACH.commits), memoryMb: 100, connections: 5, seconds },
  };
  const plain = { profile: 'any', goodput: { same: 1 }, completionMs: 10, checkouts, cost };
  return plainRun({ ...plain, ...(rest && { atRest: rest }) });
}

const cpuIn = (run: Run) => observationsOf(run).find(({ metric }) => metric === 'cpu-per-checkout')?.value;

describe('what a checkout costs', () => {
  it.each([
    [20, 30],
    [200, 30],
    [2_000, 12],
  ])('is what it takes beyond rest, whether %i are bought in %i s', (checkouts, seconds) => {
    const run = metered(checkouts, seconds, atRest);
    const [stretch] = run.stretches;
    const cost = stretch && aboveRest(stretch, run.atRest);
    expect(cost?.cpuMs.services).toBeCloseTo(EACH.cpu);
    expect(cost?.commits).toBeCloseTo(EACH.commits);
    expect(cost?.memoryMb).toBe(100);
    expect(cpuIn(run)).toBeCloseTo(EACH.cpu);
  });

  it('has its WAL with it: at rest there is none that goes on', () => {
    const run = metered(20, 30, atRest);
    const [stretch] = run.stretches;
    expect(stretch && aboveRest(stretch, run.atRest)?.walBytes).toBe(900);
  });

  it('is as it was metered where nobody metered rest', () => {
    expect(cpuIn(metered(20, 30))).toBeCloseTo(EACH.cpu + (IDLE.cpu * 30) / 20);
  });

  it('is never less than nothing, and as it was metered in a part that was not metered at rest', () => {
    const busy = { ...atRest, cpuMs: { ...none, services: 9_999, databases: null } };
    const run = metered(20, 30);
    const [stretch] = run.stretches;
    const cost = stretch?.cost && {
      ...stretch.cost,
      cpuMs: { ...stretch.cost.cpuMs, databases: 7, gateway: null },
    };
    expect(stretch && cost && aboveRest({ ...stretch, cost }, busy)?.cpuMs).toMatchObject({
      ...{ services: 0, databases: 7, gateway: null },
    });
  });

  it('is off by as much as rest is, which is more the more of it was taken off', () => {
    const errorOf = (run: Run) =>
      observationsOf(run).find(({ metric }) => metric === 'cpu-per-checkout')?.error ?? NaN;
    expect(errorOf(metered(20, 30))).toBe(0);
    // A tenth of 100 ms/s over 1.5 s a checkout beside 40 ms; at 0.15 s a checkout a tenth of that.
    expect(errorOf(metered(20, 30, atRest))).toBeCloseTo(Math.log(1 + 15 / 40));
    expect(errorOf(metered(200, 30, atRest))).toBeCloseTo(Math.log(1 + 1.5 / 40));
    expect(errorOf(metered(200, 30, { ...atRest, cpuMsError: 20 }))).toBeCloseTo(Math.log(1 + 3 / 40));
  });
});
