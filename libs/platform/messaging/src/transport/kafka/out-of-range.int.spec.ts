import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { startTestBroker } from '@platform/embedded/testing';
import type { Admin } from 'kafkajs';

import { waitUntil } from '../../testing/wait-until.js';
import { kafkaClient } from './kafka-client.js';
import { Scene } from './scene.fixture.js';

describe('a position that the broker has no messages for', () => {
  let brokers: readonly string[];
  let admin: Admin;
  let scene: Scene;
  let errors: jest.Spied<Logger['error']>;
  const forgetful = () => scene.streamsApart(2)[0] ?? '';
  const other = () => scene.streamsApart(2)[1] ?? '';

  beforeAll(async () => {
    ({ brokers } = await startTestBroker());
  });
  beforeEach(async () => {
    errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    admin = kafkaClient(brokers, 'spec').admin();
    await admin.connect();
    scene = await Scene.open(brokers);
  });
  afterEach(async () => {
    await scene.close();
    await admin.disconnect();
    errors.mockRestore();
  });

  const offsets = async (): Promise<{ partition: number; committed: number; end: number }[]> => {
    // A topic that is being made has no leaders yet.
    const ends = await admin.fetchTopicOffsets(scene.topic).catch(() => []);
    const [topic] = await admin.fetchOffsets({ groupId: scene.group, topics: [scene.topic] });
    return ends.map(({ partition, high }) => ({
      partition,
      end: Number(high),
      committed: Number(topic?.partitions.find((each) => each.partition === partition)?.offset),
    }));
  };

  /** The broker forgets what one stream's partition holds. */
  async function forget(stream: string, count: number): Promise<number> {
    const partition = scene.partitionOf(stream);
    await admin.deleteTopicRecords({
      topic: scene.topic,
      partitions: [{ partition, offset: String(count) }],
    });
    return partition;
  }

  it('keeps its partition where it is, is logged, and counts as lag; others go on', async () => {
    const first = await scene.consume(scene.leaveEffect);
    await scene.record([forgetful(), other()], 3);
    await scene.untilComplete();
    await scene.untilQuiet(first.harness.lag);
    await first.harness.stop();
    await scene.record([forgetful(), other()], 4);
    await waitUntil(
      'all are published',
      async () => (await offsets()).filter(({ end }) => end === 7).length === 2,
    );
    const partition = await forget(forgetful(), 5);

    const second = await scene.consume(scene.leaveEffect);
    await scene.untilComplete(30_000, [other()]);
    await waitUntil('it is noticed', () => (second.transport.stalled()[0]?.seconds ?? 0) > 0);
    await scene.record([forgetful(), other()], 2);
    await scene.untilComplete(30_000, [other()]);
    expect((await scene.effects())[forgetful()]).toEqual([1, 2, 3]);
    expect(errors).toHaveBeenCalledWith(expect.stringMatching(/are lost to .*it stands at 3, .*before 5/));
    expect(second.harness.runtime.stalled()[0]?.seconds).toBeGreaterThan(0);
    const behind = async () => (await second.transport.lag()).filter(({ messages }) => messages > 0);
    await waitUntil('the others have committed', async () => (await behind()).length === 1);
    expect(await behind()).toEqual([expect.objectContaining({ partition, messages: 6 })]);
    expect(await second.harness.lag.isQuiet()).toBe(false);
  });

  it('is found also by a consumer that has none yet: it would begin after what was forgotten', async () => {
    await scene.record([forgetful(), other()], 4);
    await waitUntil(
      'all are published',
      async () => (await offsets()).filter(({ end }) => end === 4).length === 2,
    );
    await forget(forgetful(), 2);
    const { transport } = await scene.consume(scene.leaveEffect);
    await scene.untilComplete(30_000, [other()]);
    await waitUntil('it is noticed', () => (transport.stalled()[0]?.seconds ?? 0) > 0);
    expect((await scene.effects())[forgetful()]).toBeUndefined();
  });

  it('is found while messages flow, when a topic was made anew, and the group does not forget where it stood', async () => {
    const { transport, harness } = await scene.consume(scene.leaveEffect);
    await scene.record([forgetful()], 5);
    await scene.untilComplete();
    await scene.untilQuiet(harness.lag);
    await admin.deleteTopics({ topics: [scene.topic] });
    await waitUntil('the topic is made anew', () =>
      admin.createTopics({ topics: [{ topic: scene.topic, numPartitions: 4 }] }).catch(() => false),
    );
    await waitUntil('it is noticed', () => (transport.stalled()[0]?.seconds ?? 0) > 0, 30_000);
    await scene.record([forgetful()], 1);
    const partition = scene.partitionOf(forgetful());
    await waitUntil('the position is kept', async () =>
      (await offsets()).some((each) => each.partition === partition && each.committed === 5),
    );
    expect((await scene.effects())[forgetful()]).toEqual([1, 2, 3, 4, 5]);
    expect(errors).toHaveBeenCalledWith(
      expect.stringMatching(/it stands at 5, and the broker's log ends at/),
    );
  });
});
