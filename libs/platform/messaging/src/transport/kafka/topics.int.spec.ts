import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { newId } from '@platform/domain';
import { startTestBroker } from '@platform/embedded/testing';
import { type Admin, ConfigResourceTypes } from 'kafkajs';

import { KafkaAdmin } from './kafka-admin.js';
import { kafkaClient } from './kafka-client.js';
import { Topics } from './topics.js';

describe('topics', () => {
  let admin: Admin;
  let warnings: jest.Spied<Logger['warn']>;
  const open: KafkaAdmin[] = [];
  let brokers: readonly string[];

  beforeAll(async () => {
    ({ brokers } = await startTestBroker());
    admin = kafkaClient(brokers, 'spec').admin();
    await admin.connect();
  });
  beforeEach(() => {
    warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  });
  afterEach(async () => {
    warnings.mockRestore();
    await Promise.all(open.splice(0).map((each) => each.close()));
  });
  afterAll(() => admin.disconnect());

  /** As each process has them. */
  const topics = (partitions: number) => {
    const own = new KafkaAdmin(kafkaClient(brokers, 'process'));
    open.push(own);
    return new Topics(own, { partitions, replication: 1 });
  };
  const partitionsOf = async (topic: string) =>
    (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions.length;

  it('are made by several processes at once, with the partitions that are asked for and a retention of seven days, in segments of one', async () => {
    const names = Array.from({ length: 6 }, () => `test-${newId()}.shop.events`);
    await Promise.all([topics(3), topics(3), topics(3)].map((each) => each.ensure(names)));
    for (const name of names) expect(await partitionsOf(name)).toBe(3);
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [
        {
          type: ConfigResourceTypes.TOPIC,
          name: names[0] ?? '',
          configNames: ['retention.ms', 'segment.ms'],
        },
      ],
    });
    const values = (resources[0]?.configEntries ?? []).map((entry) => [entry.configName, entry.configValue]);
    expect(Object.fromEntries(values)).toEqual({
      'retention.ms': String(7 * 24 * 3_600_000),
      'segment.ms': String(24 * 3_600_000),
    });
    expect(warnings).not.toHaveBeenCalled();
  });

  it('that exist with another number of partitions are left as they are, and said so', async () => {
    const name = `test-${newId()}.shop.events`;
    await topics(2).ensure([name]);
    await topics(4).ensure([name]);
    expect(await partitionsOf(name)).toBe(2);
    expect(warnings).toHaveBeenCalledWith(
      expect.stringContaining('has 2 partitions, not 4 as the profile says'),
    );
  });

  it('are made next to others that exist', async () => {
    const [old, young] = [`test-${newId()}.shop.events`, `test-${newId()}.shop.events`];
    await topics(1).ensure([old]);
    await topics(1).ensure([old, young]);
    expect(await partitionsOf(young)).toBe(1);
  });
});
