import type { Behaviour, Violation } from '@comparison/checkers/stored';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { profileDescription } from '../support/e2e/profile.js';
import { printMatrix } from '../support/print-matrix.js';
import { recoveryScenarios } from '../support/crash/recovery-scenarios.js';
import { chosen } from '../support/crash/split-scenarios.js';
import { type Play, Stage } from '../support/crash/stage.js';
import { surviveTwoDeaths } from '../support/crash/two-deaths.js';
import { verdictRow } from '../support/crash/verdict-row.js';

/**
 * A service that dies under load, and twice while it finishes what was begun: before each part of the first stage, at each place
 * within it and after it. `npm run test:crash` tries all of them in every profile; one of the monolith that the seed chooses is
 * part of every test run, as is one of a split profile, in `split`.
 */
const all = process.env['CRASH_ALL'] === '1';
const seed = Number(process.env['CRASH_SEED'] ?? 11);
const only = new RegExp(process.env['CRASH_ONLY'] ?? '');
const ALL_PROFILES = 'monolith,modulith,microservices-choreography,microservices-orchestration,event-sourced';
const profiles = (process.env['CRASH_PROFILES'] ?? (all ? ALL_PROFILES : 'monolith')).split(',');
/** `up` waits longer before every start of a part that keeps dying; a new `up` begins again. */
const PER_UP = 6;

jest.setTimeout(all ? 3_600_000 : 600_000);

const behaviour: Behaviour = { declineRate: 0.15, loseReplyRate: 0.2, seed: 7 };
const invariants = ['A1', 'A2', 'A3', 'A4', 'M1', 'M2', 'S1', 'S2', 'D1', 'E1', 'O1', 'Q1'] as const;
const standard = (seedOfPlay: number): Play => ({
  ...{ seed: seedOfPlay, shoppers: 12, checkouts: 3, itemsAtMost: 2 },
  ...{ products: 4, pieces: 24, withinMs: 90_000 },
});

describe.each(profiles)(`%s, which dies while it finishes what was begun (CRASH_SEED=${seed})`, (profile) => {
  const matrix: string[][] = [['where it died twice', 'checkouts', 'took', ...invariants]];
  const every = recoveryScenarios(profileDescription(profile).profile.coordination);
  const scenarios = all ? every.filter(({ name }) => only.test(name)) : chosen(every, seed, 1);
  let stage: Stage;

  beforeAll(async () => {
    const variants = new Set(scenarios.flatMap(({ trouble }) => trouble ?? []));
    stage = await Stage.open(behaviour, profile, [...variants]);
  });
  afterAll(async () => {
    await stage.close();
    printMatrix(`Invariants after two deaths in the first stage in ${profile}`, matrix);
  });

  it('begins again, gets to its end and keeps every promise, though it dies of it twice', async () => {
    const broken: [string, readonly Violation[]][] = [];
    for (const [index, scenario] of scenarios.entries()) {
      if (index > 0 && index % PER_UP === 0) {
        await stage.deployment.stop();
        await stage.start();
      }
      const since = Date.now();
      const { played, found } = await surviveTwoDeaths(stage, scenario, {
        plan: standard(index + 1),
        behaviour,
      });
      matrix.push(verdictRow(scenario.name, played, since, invariants, found));
      if (found.length > 0) broken.push([scenario.name, found]);
    }
    expect(broken).toEqual([]);
  });
});
