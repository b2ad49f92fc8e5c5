import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '@comparison/checkers/stored';
import { printMatrix } from '../support/print-matrix.js';
import { type Play, Stage } from '../support/crash/stage.js';
import { verdictRow } from '../support/crash/verdict-row.js';

const behaviour: Behaviour = { declineRate: 0.15, loseReplyRate: 0.3, seed: 7 };
/** Few things and many lost answers: orders that were charged find nothing left when they are tried again, and get a refund. */
const refunds = {
  play: { products: 1, pieces: 12, itemsAtMost: 1 },
  behaviour: { loseReplyRate: 0.7, seed: 7 },
};

interface CrashPoint {
  readonly point: string;
  /** The service dies at this time of reaching it since the shoppers were let in. */
  readonly nth: number;
  /** What leads there, when the usual does not. */
  readonly under?: typeof refunds;
}

const points: readonly CrashPoint[] = [
  { point: 'checkout.begin.before-commit', nth: 20 },
  { point: 'checkout.begin.after-commit', nth: 20 },
  { point: 'checkout.reserve.done', nth: 15 },
  { point: 'checkout.place.done', nth: 15 },
  { point: 'checkout.charge.prepared', nth: 15 },
  { point: 'checkout.charge.called', nth: 15 },
  { point: 'checkout.charge.done', nth: 12 },
  { point: 'checkout.confirm.done', nth: 12 },
  { point: 'checkout.ship.done', nth: 12 },
  { point: 'checkout.t2.before-commit', nth: 12 },
  { point: 'checkout.t2.after-commit', nth: 12 },
  { point: 'checkout.t3.before-commit', nth: 4 },
  { point: 'checkout.t3.after-commit', nth: 4 },
  { point: 'payment.settle.before-commit', nth: 2, under: refunds },
  { point: 'payment.settle.after-commit', nth: 1, under: refunds },
  { point: 'relay.before-publish', nth: 5 },
  { point: 'relay.after-publish', nth: 5 },
  { point: 'delivery.before-commit', nth: 5 },
  { point: 'delivery.after-commit', nth: 5 },
];

const invariants = ['A1', 'A2', 'A3', 'A4', 'M1', 'M2', 'S1', 'S2', 'D1', 'O1', 'Q1'] as const;
/** `up` waits longer before every start of a part that keeps dying; a new `up` begins again. */
const DEATHS_PER_UP = 4;

const play = (seed: number): Play => ({
  ...{ seed, shoppers: 24, checkouts: 3, itemsAtMost: 2 },
  ...{ products: 4, pieces: 30, withinMs: 30_000 },
});

describe('a marketplace whose process dies under load', () => {
  const matrix: string[][] = [['crash point', 'checkouts', 'took', ...invariants]];
  let stage: Stage;
  let deaths = 0;

  beforeAll(async () => {
    stage = await Stage.open(behaviour);
  });
  afterAll(async () => {
    await stage.close();
    printMatrix('Invariants after a death at each crash point', matrix);
  });

  /** Waits for the death that was armed, then for the process that takes over, and has it take over at once. */
  async function die(id: string): Promise<void> {
    await stage.deployment.outlive(id, 'the process dies where it was told to', { withinMs: 25_000 });
    await stage.letClaimsRunOut();
  }

  it.each(points)('keeps its promises after a death at $point', async ({ point, nth, under }) => {
    const since = Date.now();
    if (deaths === DEATHS_PER_UP) {
      await stage.deployment.stop();
      await stage.start();
      deaths = 0;
    }
    deaths += 1;
    const plan = { ...play(points.findIndex((each) => each.point === point) + 1), ...under?.play };
    await stage.provider.behave(under?.behaviour ?? behaviour);
    const scene = await stage.setScene(plan);
    const id = await stage.deployment.arm(point, nth);
    const [played] = await Promise.all([stage.play(scene, plan), die(id)]).finally(() =>
      stage.deployment.disarm(),
    );
    // Those whose refund got no answer would be asked again seconds later.
    await stage.provider.behave({});
    await stage.letClaimsRunOut();
    await stage.quiescent();
    const found = await stage.judge(played);
    matrix.push(verdictRow(point, played, since, invariants, found));
    expect(found).toEqual([]);
    expect(stage.deployment.output).toContain('was ended by SIGKILL');
  });
});
