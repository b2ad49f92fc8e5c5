import type { Behaviour, Violation } from '@comparison/checkers/stored';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { keptAsEvents } from '../support/e2e/persistence-of.js';
import { freeze } from '../support/e2e/processes.js';
import { printMatrix } from '../support/print-matrix.js';
import { chosen, deathsOf, freezesOf, type Scenario } from '../support/crash/split-scenarios.js';
import { recoveryScenarios } from '../support/crash/recovery-scenarios.js';
import { type Play, Stage } from '../support/crash/stage.js';
import { surviveTwoDeaths } from '../support/crash/two-deaths.js';
import { verdictRow } from '../support/crash/verdict-row.js';

/**
 * Everything that can die in the split profiles, one thing at a time, under load, and every process that can stand still for a while.
 * `npm run test:crash` tries all of it; a few deaths that the seed chooses are part of every test run.
 */
const all = process.env['CRASH_ALL'] === '1';
const seed = Number(process.env['CRASH_SEED'] ?? 11);
const profiles = (
  process.env['CRASH_PROFILES'] ??
  'microservices-choreography,microservices-orchestration,event-sourced,hybrid'
).split(',');
/** Of all scenarios, those whose name matches. */
const only = new RegExp(process.env['CRASH_ONLY'] ?? '');
const FEW = 2;
/** One that dies in the first stage of a start is part of every test run, too; `recovery` plays all of them. */
const RECOVERS = 'event-sourced';
const recoveries = chosen(recoveryScenarios('orchestration'), seed, 1);

jest.setTimeout(all ? 3_600_000 : 600_000);

const behaviour: Behaviour = { declineRate: 0.15, loseReplyRate: 0.2, seed: 7 };
const invariants = ['A1', 'A2', 'A3', 'A4', 'M1', 'M2', 'S1', 'S2', 'D1', 'E1', 'O1', 'Q1'] as const;

/** Whatever is left of a scenario in which nobody died, it has shown nothing. */
const notReached = (error: unknown): Violation[] => [{ invariant: 'A2', what: String(error) }];

const standard = (seedOfPlay: number): Play => ({
  ...{ seed: seedOfPlay, shoppers: 16, checkouts: 3, itemsAtMost: 2 },
  ...{ products: 4, pieces: 24, withinMs: 60_000 },
});

describe.each(profiles)(`%s, whose parts die under load (CRASH_SEED=${seed})`, (profile) => {
  const matrix: string[][] = [['what died or stood still', 'checkouts', 'took', ...invariants]];
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(behaviour, profile, ['confirmation-breaks']);
  });
  afterAll(async () => {
    await stage.close();
    printMatrix(`Invariants after each trouble in ${profile}`, matrix);
  });

  it('keeps every promise, whatever dies or stands still', async () => {
    const run = await stage.deployment.run();
    const deaths = deathsOf(run, keptAsEvents(profile));
    const everything = [...deaths, ...freezesOf(run)].filter(({ name }) => only.test(name));
    const scenarios = all ? everything : chosen(deaths, seed, FEW);
    const broken: [string, Violation[]][] = [];
    for (const [index, scenario] of scenarios.entries()) {
      const found = await survive(scenario, index + 1);
      if (found.length > 0) broken.push([scenario.name, found]);
    }
    expect(broken).toEqual([]);
  });

  if (!all && profile === RECOVERS)
    it.each(recoveries)('keeps every promise after $name, twice in the first stage', async (scenario) => {
      const since = Date.now();
      const usual = { plan: standard(FEW + 1), behaviour };
      const { played, found } = await surviveTwoDeaths(stage, scenario, usual);
      matrix.push(verdictRow(scenario.name, played, since, invariants, found));
      expect(found).toEqual([]);
    });

  async function survive(scenario: Scenario, number: number): Promise<Violation[]> {
    const since = Date.now();
    await stage.provider.behave(scenario.behaviour ?? behaviour);
    const plan = { ...standard(number), ...scenario.play };
    const scene = await stage.setScene(plan);
    const playing = stage.play(scene, plan);
    const dying = die(scenario).then(() => [], notReached);
    const [played, inVain] = await Promise.all([playing, dying]).finally(() => stage.deployment.disarm());
    await stage.provider.behave({});
    await stage.letClaimsRunOut();
    const found = await stage.quiescent(90_000).then(
      () => stage.judge(played),
      (error: unknown): Violation[] => [{ invariant: 'A2', what: String(error) }],
    );
    found.push(...inVain);
    matrix.push(verdictRow(scenario.name, played, since, invariants, found));
    return found;
  }

  /** Has somebody die, and waits for who takes over. A place that this load does not lead to is said so. */
  async function die({ victim, name }: Scenario): Promise<void> {
    if (victim.type !== 'points') {
      await pause(300); // in the middle of it
      const pid = victim.pidOf(await stage.deployment.run());
      if (pid === null) throw new Error(`There is no ${name}.`);
      if (victim.type === 'frozen') {
        const thaw = freeze(pid, { longestSeconds: victim.seconds + 30 });
        await pause(victim.seconds * 1_000);
        thaw();
        return;
      }
      process.kill(pid, 'SIGKILL');
      await stage.deployment.replaced(pid);
      return;
    }
    for (const id of await stage.deployment.armEach(...victim.places))
      await stage.deployment.outlive(id, `somebody dies at ${name}`, { withinMs: 50_000 });
    await stage.letClaimsRunOut();
  }
});
