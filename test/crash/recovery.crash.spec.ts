import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type Play, Stage } from '../support/crash/stage.js';

jest.setTimeout(600_000);

const play: Play = {
  ...{ seed: 5, shoppers: 12, checkouts: 3, itemsAtMost: 2 },
  ...{ products: 4, pieces: 24, withinMs: 90_000 },
};
/** A call to the provider that is on record and was not made: what a start takes up before anything else. */
const POINT = 'checkout.charge.prepared';

describe.each(['monolith', 'modulith'])('%s, which dies while it finishes what was begun', (profile) => {
  let stage: Stage;
  afterEach(() => stage.close());

  it('begins again, gets to its end and keeps every promise, though it dies of it twice', async () => {
    stage = await Stage.open({ declineRate: 0.15, loseReplyRate: 0.2, seed: 7 }, profile);
    const { deployment } = stage;
    const scene = await stage.setScene(play);
    let armed = await deployment.arm(POINT, 10);
    const playing = stage.play(scene, play);
    for (const when of ['under load', 'in the first stage', 'in the first stage once more']) {
      await deployment.outlive(armed, `it dies ${when}`, { withinMs: 60_000 });
      if (when !== 'in the first stage once more') armed = await deployment.arm(POINT, 1);
    }
    const played = await playing.finally(() => deployment.disarm());
    // It was not ready yet, either time: `up` says so of nobody who served.
    expect(deployment.output.match(/did not start again/g)).toHaveLength(2);
    await stage.provider.behave({});
    await stage.letClaimsRunOut();
    await stage.quiescent(90_000);
    expect(await stage.judge(played)).toEqual([]);
  });
});
