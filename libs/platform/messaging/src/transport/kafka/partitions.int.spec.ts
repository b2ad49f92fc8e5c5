import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestBroker } from '@platform/embedded/testing';

import type { Message } from '../../envelope/message.js';
import { waitUntil } from '../../testing/wait-until.js';
import { Scene } from './scene.fixture.js';

/** An error as the driver throws it when the server goes down. */
const serverGone = () => Object.assign(new Error('terminating connection'), { code: '57P01' });

describe('partitions of one consumer', () => {
  let brokers: readonly string[];
  let scene: Scene;

  beforeAll(async () => {
    ({ brokers } = await startTestBroker());
  });
  beforeEach(async () => {
    scene = await Scene.open(brokers);
  });
  afterEach(() => scene.close());

  it('are handled at the same time: a slow handler holds up its own partition only, also for what comes later', async () => {
    const [slow = '', ...others] = scene.streamsApart(3);
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
    await scene.consume(async (message: Message) => {
      await scene.leaveEffect(message);
      if (message.streamId === slow) await held;
    });
    await scene.record([slow, ...others], 2);
    await scene.untilComplete(20_000, others);
    await scene.record([slow, ...others], 3);
    await scene.untilComplete(20_000, others);
    expect((await scene.effects())[slow]).toBeUndefined();
    release(undefined);
    await scene.untilComplete();
    expect(await scene.effects()).toEqual(scene.expected);
  });

  it('stay with a process whose handler takes longer than its group would wait for a sign of life', async () => {
    let handled = 0;
    const { transport } = await scene.consume(async (message) => {
      handled += 1;
      await scene.leaveEffect(message);
      if (handled === 1) await new Promise((resolve) => setTimeout(resolve, 7_500));
    });
    await scene.record(['source-a'], 1);
    await waitUntil('the handler has begun', () => handled === 1);
    await scene.record(['source-a'], 2);
    const lost: string[] = [];
    const watch = setInterval(() => lost.push(...transport.waiting()), 50);
    await scene.untilComplete();
    clearInterval(watch);
    expect(lost).toEqual([]);
    expect(handled).toBe(3);
  });

  it('wait for the infrastructure one by one: what is held up pauses, stays first, and is handled once', async () => {
    const [ill = '', ...well] = scene.streamsApart(3);
    let cured = false;
    let tries = 0;
    const { transport } = await scene.consume(async (message) => {
      await scene.leaveEffect(message);
      if (message.streamId !== ill || cured) return;
      tries += 1;
      throw serverGone();
    });
    await scene.record([ill, ...well], 5);
    await scene.untilComplete(20_000, well);
    await waitUntil('it was tried several times', () => tries >= 3);
    await scene.record([ill, ...well], 5);
    await scene.untilComplete(20_000, well);
    expect(transport.connected).toBe(true);
    const behind = async () => (await transport.lag()).filter(({ messages }) => messages > 0);
    await waitUntil('the others have committed', async () => (await behind()).length === 1);
    expect(await behind()).toEqual([expect.objectContaining({ consumer: scene.consumer, messages: 10 })]);
    cured = true;
    await scene.untilComplete();
    expect(await scene.effects()).toEqual(scene.expected);
  });

  it('are behind until what was handled is committed, and then all is quiet', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
    const { harness, transport } = await scene.consume(() => held);
    await scene.record(['source-a', 'source-b'], 3);
    await waitUntil('all are published', async () => {
      const lags = await transport.lag().catch(() => []); // the topic may just be made
      return lags.reduce((sum, { messages }) => sum + messages, 0) === 6;
    });
    expect(await harness.lag.isQuiet()).toBe(false);
    release(undefined);
    await scene.untilQuiet(harness.lag);
    expect((await transport.lag()).every(({ messages }) => messages === 0)).toBe(true);
    expect((await harness.lag.lag()).transport).toContainEqual({
      consumer: scene.consumer,
      topic: scene.topic,
      partition: 0,
      messages: 0,
    });
  });
});
