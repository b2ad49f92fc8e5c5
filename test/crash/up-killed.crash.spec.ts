import { readOrders } from '@comparison/checkers/stored';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/e2e/eventually.js';
import { type Play, Stage } from '../support/crash/stage.js';

const plan: Play = {
  ...{ seed: 11, shoppers: 24, checkouts: 3, itemsAtMost: 2 },
  ...{ products: 4, pieces: 30, withinMs: 40_000 },
};

describe('a deployment whose `up` is killed under load', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open({ declineRate: 0.15, loseReplyRate: 0.3, seed: 7 });
  });
  afterEach(() => stage.close());

  it('keeps its promises when the plain command is started over what was left behind', async () => {
    const scene = await stage.setScene(plan);
    const killAndStart = async (): Promise<void> => {
      await eventually(async () => (await orders()) >= 20, 'twenty orders have begun');
      await stage.deployment.kill();
      await stage.deployment.start('command');
      await stage.letClaimsRunOut();
    };
    const [played] = await Promise.all([stage.play(scene, plan), killAndStart()]);
    expect(stage.deployment.output).toContain('was left behind and is stopped');
    await stage.quiescent();
    expect(await stage.judge(played)).toEqual([]);
    expect(await orders()).toBeGreaterThan(60);
  });

  async function orders(): Promise<number> {
    return (await readOrders(stage.databases)).length;
  }
});
