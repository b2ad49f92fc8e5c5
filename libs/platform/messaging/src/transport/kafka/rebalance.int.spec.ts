import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestBroker } from '@platform/embedded/testing';

import { Scene } from './scene.fixture.js';

describe('consumers of one group in several processes', () => {
  let brokers: readonly string[];
  let scene: Scene;
  const streams = Array.from({ length: 16 }, (_, index) => `source-${index}`);

  beforeAll(async () => {
    ({ brokers } = await startTestBroker());
  });
  beforeEach(async () => {
    scene = await Scene.open(brokers);
  });
  afterEach(() => scene.close());

  it('share the work while they come, go and die: nothing is lost, doubled or out of order', async () => {
    const first = scene.replica({ handlerMs: 2 });
    await first.told('receiving');
    const recording = scene.record(streams, 60);
    const second = scene.replica({ handlerMs: 2 });
    await second.told('receiving');
    await first.stop();
    const third = scene.replica({ handlerMs: 2 });
    await third.told('receiving');
    await recording;
    await scene.record(streams, 10);
    await second.kill();
    await scene.untilComplete();
    expect(await scene.effects()).toEqual(scene.expected);
  });

  it.each(['in-transaction', 'before-acknowledge'] as const)(
    'are given the partitions of one that is frozen %s; it does nothing twice and nothing late when it goes on',
    async (freezeAt) => {
      const zombie = scene.replica({ freezeAt });
      await zombie.told('receiving');
      await scene.record(streams, 5);
      await zombie.told('at-the-point');
      zombie.freeze();
      await scene.record(streams, 10);
      const heir = scene.replica();
      // It is out of the group after 6 s, and what it holds in the database is let go after as long as a transaction may take at most.
      await scene.untilComplete(150_000);
      expect(await scene.effects()).toEqual(scene.expected);
      zombie.thaw();
      await scene.record(streams, 20);
      await scene.untilComplete();
      await heir.stop();
      await scene.record(streams, 5);
      await scene.untilComplete();
      expect(await scene.effects()).toEqual(scene.expected);
    },
    300_000,
  );
});
