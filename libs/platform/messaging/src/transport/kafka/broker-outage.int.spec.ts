import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EmbeddedKafka } from '@platform/embedded';
import { embeddedKafkaIsPossible } from '@platform/embedded/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { waitUntil } from '../../testing/wait-until.js';
import { Scene } from './scene.fixture.js';

jest.setTimeout(180_000);

// Only a broker of its own may be killed; it needs Java, which a machine with another broker may lack.
((await embeddedKafkaIsPossible()) ? describe : describe.skip)('a broker of its own', () => {
  const streams = Array.from({ length: 8 }, (_, index) => `source-${index}`);
  let directory: string;
  let broker: EmbeddedKafka;
  let died: () => void = () => undefined;
  let scene: Scene;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-outage-'));
    broker = new EmbeddedKafka({ directory, onUnexpectedExit: () => died() });
    await broker.start();
  });
  afterAll(async () => {
    await broker.stop();
    await rm(directory, { recursive: true, force: true });
  });
  beforeEach(async () => {
    if (!broker.isRunning) await broker.start();
    scene = await Scene.open(broker.brokers);
  });
  afterEach(() => scene.close());

  async function kill(): Promise<void> {
    const gone = new Promise<void>((resolve) => (died = resolve));
    process.kill(broker.pid, 'SIGKILL');
    await gone;
  }

  it('is killed under load and comes back: nothing is lost, doubled or out of order', async () => {
    const replica = scene.replica();
    await replica.told('receiving');
    const recording = scene.record(streams, 150);
    for (let kills = 0; kills < 2; kills += 1) {
      const seen = Object.values(await scene.effects()).flat().length;
      await waitUntil(
        'messages flow',
        async () => Object.values(await scene.effects()).flat().length > seen + 50,
        60_000,
      );
      await kill();
      await broker.start();
    }
    await recording;
    await scene.untilComplete(90_000);
    expect(await scene.effects()).toEqual(scene.expected);
    await replica.stop();
  });

  it('is away when a process starts: that one starts all the same, says that it waits, and catches up', async () => {
    await kill();
    const { transport, harness } = await scene.consume(scene.leaveEffect);
    expect(transport.connected).toBe(false);
    expect(transport.waiting()).toEqual([scene.consumer]);
    await scene.record(streams, 3);
    expect(await harness.lag.isQuiet()).toBe(false);
    expect((await harness.lag.lag()).transport).toBeUndefined();
    await broker.start();
    await scene.untilComplete(60_000);
    expect(await scene.effects()).toEqual(scene.expected);
    await waitUntil('it receives', () => transport.connected, 30_000);
  });

  it('freezes for longer than requests may take: what was cut off is published again, and doubles leave no trace', async () => {
    const { transport } = await scene.consume(scene.leaveEffect);
    await waitUntil('it receives', () => transport.connected, 30_000);
    await scene.record(streams, 5);
    await scene.untilComplete();
    const recording = scene.record(streams, 40);
    process.kill(broker.pid, 'SIGSTOP');
    await waitUntil('the outage is noticed', () => !transport.connected, 60_000);
    process.kill(broker.pid, 'SIGCONT');
    await recording;
    await scene.untilComplete(90_000);
    expect(await scene.effects()).toEqual(scene.expected);
  });
});
