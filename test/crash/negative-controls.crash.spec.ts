import { afterAll, describe, expect, it } from '@jest/globals';
import type { Behaviour, Violation } from '@comparison/checkers/stored';
import type { Variant } from '../support/crash/crash-deployment.js';
import { printMatrix } from '../support/print-matrix.js';
import { type Play, Stage } from '../support/crash/stage.js';

interface Control {
  readonly variant: Variant;
  /** The invariants one of which has to tell: what is lost on its way may be lost to either follower. */
  readonly caughtBy: readonly string[];
  readonly behaviour: Behaviour;
  readonly play?: Partial<Play>;
  /** Where the process dies, when it takes a death to show. */
  readonly diesAt?: readonly [point: string, nth: number];
}

const controls: readonly Control[] = [
  { variant: 'fresh-provider-key', caughtBy: ['M2'], behaviour: { loseReplyRate: 0.3, seed: 3 } },
  {
    variant: 'read-modify-write-stock',
    caughtBy: ['S2'],
    behaviour: { seed: 3 },
    play: { products: 1, pieces: 1_000 },
  },
  {
    variant: 'attempt-inside-the-transaction',
    caughtBy: ['M1'],
    // One kind of thing and one piece a cart: an order whose answer was lost finds nothing left when it is tried again.
    behaviour: { loseReplyRate: 0.7, seed: 3 },
    play: { products: 1, pieces: 12, itemsAtMost: 1, checkouts: 1 },
  },
  {
    variant: 'no-inbox-mark',
    caughtBy: ['Q1'],
    behaviour: { seed: 3 },
    diesAt: ['delivery.after-commit', 6],
  },
  {
    variant: 'acknowledge-before-commit',
    caughtBy: ['Q1', 'D1'],
    behaviour: { seed: 3 },
    diesAt: ['delivery.before-commit', 6],
  },
  {
    variant: 'publish-after-commit',
    caughtBy: ['Q1', 'D1'],
    behaviour: { seed: 3 },
    diesAt: ['order.approved.not-recorded', 3],
  },
  {
    variant: 'no-compensation',
    caughtBy: ['A1'],
    behaviour: { declineRate: 0.5, seed: 3 },
    play: { checkouts: 1 },
  },
];

describe('a marketplace that is broken on purpose', () => {
  const matrix: string[][] = [['broken part', 'has to be caught by', 'was caught by']];
  afterAll(() => printMatrix('Broken variants and the invariants that tell', matrix));

  it.each(controls)('is found out: $variant', async ({ variant, caughtBy, behaviour, diesAt, ...over }) => {
    const stage = await Stage.open(behaviour, 'monolith', [variant]);
    try {
      await stage.deployment.putInForce(variant);
      const found = await brokenBy(stage, { ...standard, ...over.play }, diesAt);
      const telling = [...new Set(found.map(({ invariant }) => invariant))].sort();
      matrix.push([variant, caughtBy.join(' or '), telling.join(' ')]);
      expect(caughtBy.some((invariant) => telling.includes(invariant))).toBe(true);
    } finally {
      await stage.close();
    }
  });
});

const standard: Play = {
  ...{ seed: 5, shoppers: 24, checkouts: 2, itemsAtMost: 2 },
  ...{ products: 4, pieces: 40, withinMs: 12_000 },
};

async function brokenBy(stage: Stage, plan: Play, diesAt?: readonly [string, number]): Promise<Violation[]> {
  const scene = await stage.setScene(plan);
  const armed = diesAt && (await stage.deployment.arm(...diesAt));
  const die = async (): Promise<void> => {
    if (armed === undefined) return;
    await stage.deployment.outlive(armed, 'the process dies');
    await stage.letClaimsRunOut();
  };
  const [played] = await Promise.all([stage.play(scene, plan), die()]);
  const settled = await stage.quiescent(8_000).then(
    () => [],
    (error: unknown) => [{ invariant: 'A2', what: String(error) }],
  );
  return [...settled, ...(await stage.judge(played))];
}
