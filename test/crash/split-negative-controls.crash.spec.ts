import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Violation } from '@comparison/checkers/stored';
import type { Variant } from '../support/crash/crash-deployment.js';
import { printMatrix } from '../support/print-matrix.js';
import { type SplitControl, splitControls } from '../support/crash/split-controls.js';
import { undisturbed } from '../support/crash/split-courses.js';
import { type Play, Stage } from '../support/crash/stage.js';

/**
 * The split profiles, each broken in one way after another in one deployment. Every broken part is tried in every test run, in one
 * of the profiles that have it; `npm run test:crash` tries it in each, and besides that the same course of events is survived
 * without it.
 */
const all = process.env['CRASH_ALL'] === '1';
const profiles = (
  process.env['CRASH_PROFILES'] ?? 'microservices-choreography,microservices-orchestration'
).split(',');

jest.setTimeout(300_000);

/** What is sound is decided in a fraction of it. */
const FOR_EVER_MS = 12_000;
const late = (error: unknown): Violation[] => [{ invariant: 'A2', what: String(error) }];

const standard: Play = {
  ...{ seed: 5, shoppers: 6, checkouts: 1, itemsAtMost: 2 },
  ...{ products: 4, pieces: 40, withinMs: 30_000 },
};

const matrix: string[][] = [['broken part', 'profile', 'has to be caught by', 'was caught by']];
afterAll(() => printMatrix('Broken parts of split profiles and the invariants that tell', matrix));

const chosenFor = (profile: string): readonly SplitControl[] =>
  splitControls.filter(({ profiles: [usual, ...others] }) =>
    [usual, ...(all ? others : [])].some((name) => name === profile),
  );
const tried = profiles.filter((profile) => chosenFor(profile).length > 0);

describe.each(tried)('%s that is broken on purpose', (profile) => {
  const controls = chosenFor(profile);
  let stage: Stage;

  beforeAll(async () => {
    const variants = new Set(
      controls.flatMap(({ variant, trouble }) => [variant, ...(trouble ? [trouble] : [])]),
    );
    stage = await Stage.open({}, profile, [...variants]);
  });
  afterAll(() => stage.close());

  it.each(controls)('is found out: $variant', async (control) => {
    const { variant, trouble, caughtBy } = control;
    const beside = trouble ? [trouble] : [];
    if (all && control.takesTheBreak === undefined) expect(await foundIn(control, beside)).toEqual([]);
    const found = await foundIn(control, [variant, ...beside]);
    const telling = [...new Set(found.map(({ invariant }) => invariant))].sort();
    matrix.push([variant, profile, caughtBy.join(' or '), telling.join(' ')]);
    expect(caughtBy.some((invariant) => telling.includes(invariant))).toBe(true);
  });

  async function foundIn(control: SplitControl, broken: readonly Variant[]): Promise<Violation[]> {
    const { course = undisturbed, behaviour = {} } = control;
    const plan = { ...standard, ...control.play };
    const scene = await stage.setScene(plan);
    await stage.provider.behave(behaviour);
    await stage.deployment.putInForce(...broken);
    try {
      const played = await course(stage, scene, () => stage.play(scene, plan));
      // A verdict on what is still under way would say nothing, unless it will be for ever.
      const isForEver = broken.length > 0 && control.caughtBy.includes('A2');
      if (!isForEver) await stage.quiescent();
      const undecided = isForEver ? await stage.quiescent(FOR_EVER_MS).then(() => [], late) : [];
      return [...undecided, ...(await stage.judge(played))];
    } finally {
      await stage.deployment.putInForce();
      await stage.deployment.disarm();
      await stage.provider.behave({});
    }
  }
});
