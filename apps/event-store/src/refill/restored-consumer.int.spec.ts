import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { startTestBroker } from '@platform/embedded/testing';
import { waitUntil } from '@platform/messaging/testing';

import { RefillScene } from '../testing/refill.fixture.js';

describe('a consumer whose database was restored from an older dump, its offsets being of today', () => {
  let brokers: readonly string[];
  let scene: RefillScene;
  let streams: readonly string[];
  let keys: readonly string[];

  beforeAll(async () => {
    ({ brokers } = await startTestBroker());
  });
  beforeEach(async () => {
    streams = Array.from({ length: 6 }, () => `shop-${newId()}`).sort();
    keys = Array.from({ length: 3 }, () => newId());
    scene = await RefillScene.open(brokers);
    await scene.startStore();
  });
  afterEach(() => scene.close());

  const versions = (to: number) => Array.from({ length: to }, (_, index) => index + 1);
  const eachOnceUpTo = (events: number, commands: number): Record<string, number[]> =>
    Object.fromEntries<number[]>([
      ...streams.map((id): [string, number[]] => [id, versions(events)]),
      ...keys.map((key): [string, number[]] => [`commands:desk:${key}`, versions(commands)]),
    ]);

  /** It has handled five events of each stream and two commands of each key; the dump knows of two and one. */
  async function restore(): Promise<void> {
    await scene.owners.record('shop', streams, 2);
    await scene.command(keys);
    const { harness } = await scene.consume();
    await scene.untilHandled(12 + 3);
    await waitUntil('all is quiet', () => harness.lag.isQuiet());
    const restoreDump = await scene.dumpConsumer();
    await scene.owners.record('shop', streams, 3);
    await scene.command(keys);
    await scene.untilHandled(30 + 6);
    await waitUntil('all is quiet', () => harness.lag.isQuiet());
    await scene.stopConsuming();
    await scene.untilArchived(30);
    await restoreDump();
    expect(await scene.effects()).toEqual(eachOnceUpTo(2, 1));
  }

  it('has everything again, each once and in order, and takes what is new after it', async () => {
    await restore();
    await scene.owners.record('shop', streams, 1);
    const { harness } = await scene.consume();
    await scene.untilHandled(36 + 6);
    await scene.command(keys);
    await scene.untilHandled(36 + 9);
    await waitUntil('all is quiet', () => harness.lag.isQuiet());
    expect(await scene.effects()).toEqual(eachOnceUpTo(6, 3));
  });

  it('has it from the archive where the broker has forgotten it', async () => {
    await restore();
    await scene.truncate(30);
    await scene.consume();
    await scene.untilHandled(30 + 6);
    await scene.owners.record('shop', streams, 1);
    await scene.untilHandled(36 + 6);
    expect(await scene.effects()).toEqual(eachOnceUpTo(6, 2));
  });

  it('goes on with it after it ended amid it, and has caught up once and for all', async () => {
    await restore();
    const amid = Promise.withResolvers<undefined>();
    let handled = 0;
    await scene.consume(() => {
      handled += 1;
      if (handled === 5) amid.resolve(undefined);
      // As when its database goes away.
      if (handled >= 5) throw Object.assign(new Error('gone'), { code: '57P01' });
    });
    await amid.promise;
    await scene.stopConsuming();
    const next = await scene.consume();
    await scene.untilHandled(30 + 6);
    await waitUntil('all is quiet', () => next.harness.lag.isQuiet());
    await scene.stopConsuming();
    await scene.stopStore();
    const { transport, harness } = await scene.consume();
    await scene.owners.record('shop', streams, 1);
    await scene.untilHandled(36 + 6);
    await waitUntil('all is quiet', () => harness.lag.isQuiet());
    expect(transport.forgotten()).toEqual([]);
    expect(await scene.effects()).toEqual(eachOnceUpTo(6, 2));
  });
});
