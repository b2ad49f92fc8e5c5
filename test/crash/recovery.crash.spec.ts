import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { profileDescription } from '../support/e2e/profile.js';
import type { Behaviour } from '../support/e2e/resources.js';
import type { Violation } from '../support/e2e/invariants/index.js';
import { printMatrix } from '../support/print-matrix.js';
import { type RecoveryScenario, recoveryScenarios } from '../support/crash/recovery-scenarios.js';
import { chosen } from '../support/crash/split-scenarios.js';
import { type Play, Stage } from '../support/crash/stage.js';
import { verdictRow } from '../support/crash/verdict-row.js';

/**
 * A service that dies under load, and twice while it finishes what was begun: before each part of the first stage, at each place
 * within it and after it. `npm run test:crash` tries all of them in every profile; a few that the seed chooses are part of every
 * test run.
 */
const all = process.env['CRASH_ALL'] === '1';
const seed = Number(process.env['CRASH_SEED'] ?? 11);
const only = new RegExp(process.env['CRASH_ONLY'] ?? '');
/** How many of them are part of every test run; `npm run test:crash` plays all of each. */
const few: Readonly<Record<string, number>> = {
  monolith: 1,
  'event-sourced': 2,
  modulith: 0,
  'microservices-choreography': 0,
  'microservices-orchestration': 0,
};
const profiles = (process.env['CRASH_PROFILES']?.split(',') ?? Object.keys(few)).filter(
  (name) => all || few[name] !== 0,
);
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
  const scenarios = all
    ? every.filter(({ point }) => only.test(point))
    : chosen(every, seed, few[profile] ?? 0);
  let stage: Stage;

  beforeAll(async () => {
    const variants = scenarios.flatMap(({ trouble }) => trouble ?? []);
    stage = await Stage.open(behaviour, profile, [...new Set(variants)]);
  });
  afterAll(async () => {
    await stage.close();
    printMatrix(`Invariants after two deaths in the first stage in ${profile}`, matrix);
  });

  it('begins again, gets to its end and keeps every promise, though it dies of it twice', async () => {
    const broken: [string, Violation[]][] = [];
    for (const [index, scenario] of scenarios.entries()) {
      if (index > 0 && index % PER_UP === 0) {
        await stage.deployment.stop();
        await stage.start();
      }
      const found = await survive(scenario, index + 1);
      if (found.length > 0) broken.push([`${scenario.part} at ${scenario.point}`, found]);
    }
    expect(broken).toEqual([]);
  });

  async function survive(scenario: RecoveryScenario, number: number): Promise<Violation[]> {
    const since = Date.now();
    const { deployment, provider } = stage;
    await provider.behave(scenario.behaviour ?? behaviour);
    const plan = { ...standard(number), ...scenario.play };
    const scene = await stage.setScene(plan);
    await deployment.putInForce(...(scenario.trouble ? [scenario.trouble] : []));
    const startedInVain = deaths();
    const playing = stage.play(scene, plan);
    const [played] = await Promise.all([playing, dieThrice(scenario)]).finally(async () => {
      await deployment.putInForce();
      await deployment.disarm();
    });
    await provider.behave({});
    await stage.letClaimsRunOut();
    const found = await stage.quiescent(90_000).then(
      () => stage.judge(played),
      (error: unknown): Violation[] => [{ invariant: 'A2', what: String(error) }],
    );
    // It was not ready yet, either time: `up` says so of nobody who served.
    if (deaths() - startedInVain !== 2)
      found.push({ invariant: 'A2', what: 'did not die in the first stage' });
    matrix.push(verdictRow(`${scenario.part} at ${scenario.point}`, played, since, invariants, found));
    return found;
  }

  const deaths = (): number => stage.deployment.output.match(/did not start again/g)?.length ?? 0;

  /** Under load, then twice where the scenario says; what it leaves behind is due each time. */
  async function dieThrice({ part, module, begun, point, due, hurry }: RecoveryScenario): Promise<void> {
    const { deployment, databases, provider } = stage;
    const { services } = await deployment.run();
    const service = services.find(({ modules }) => modules.includes(module))?.name;
    const twice = { point, nth: 1, service };
    const [first = '', ...others] = await deployment.armEach({ ...begun, service }, twice, twice);
    const over = new AbortController();
    const hurrying = hurry === undefined ? undefined : now(hurry, over.signal);
    await deployment
      .died(first, `${String(service)} dies under load, of ${part}`, { withinMs: 60_000 })
      .finally(() => over.abort());
    await hurrying;
    await deployment.putInForce();
    if (hurry !== undefined) await provider.behave({});
    for (const id of others) {
      if (due !== undefined) await databases.query(module, due);
      await deployment.died(id, `${String(service)} dies at ${point} in the first stage`, {
        withinMs: 60_000,
      });
    }
    await deployment.outlive(others.at(-1) ?? '', `${String(service)} gets to its end`);

    async function now(sql: string, signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        await databases.query(module, sql);
        await pause(100);
      }
    }
  }
});
