import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestBroker } from '@platform/embedded/testing';
import { randomUUID } from 'node:crypto';
import { type Admin, type Consumer, Kafka, logLevel, type Producer } from 'kafkajs';
import { until } from '../until.js';
import { Republisher } from './republisher.js';

describe('a second producer', () => {
  const id = `test-${randomUUID()}`;
  const topic = `${id}.shop.events`;
  const read: string[] = [];
  let brokers: string;
  let admin: Admin;
  let producer: Producer;
  let reader: Consumer;

  beforeAll(async () => {
    brokers = (await startTestBroker()).brokers.join(',');
    const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
    admin = kafka.admin();
    producer = kafka.producer();
    reader = kafka.consumer({ groupId: `${id}.cart.offers`, maxWaitTimeInMs: 100 });
    await Promise.all([admin.connect(), producer.connect(), reader.connect()]);
    await admin.createTopics({ topics: [{ topic, numPartitions: 2 }], waitForLeaders: true });
    await reader.subscribe({ topics: [topic], fromBeginning: true });
    await reader.run({
      autoCommitThreshold: 1,
      eachMessage: ({ message }) => {
        read.push(`${String(message.key)} ${String(message.headers?.['ce_id'])} ${String(message.value)}`);
        return Promise.resolve();
      },
    });
  });
  afterAll(async () => {
    await Promise.all([reader.disconnect(), producer.disconnect(), admin.disconnect()]);
  });

  const publish = (...names: readonly string[]) =>
    producer.send({
      topic,
      messages: names.map((name) => ({ key: `key-${name}`, value: name, headers: { ce_id: name } })),
    });
  const times = (name: string) => read.filter((each) => each === `key-${name} ${name} ${name}`).length;

  it('has everything that is published meanwhile delivered twice, and nothing else, and proves it', async () => {
    const republisher = await Republisher.open(brokers, id);
    try {
      await publish('before');
      await until(() => times('before') === 1, 'what came before has been read');
      republisher.on();
      await publish('a', 'b', 'c', 'd');
      await until(() => republisher.published === 4, 'all of it is published once more');
      republisher.off();
      await publish('after');
      await until(() => times('after') === 1, 'what came after has been read');
      expect(await republisher.taken(30_000)).toEqual({ consumers: 1, deliveries: 4, missing: 0 });
      expect(['before', 'a', 'b', 'c', 'd', 'after'].map(times)).toEqual([1, 2, 2, 2, 2, 1]);
    } finally {
      await republisher.close();
    }
  });

  it('says what was not taken by a consumer that is away, and leaves no group behind', async () => {
    const republisher = await Republisher.open(brokers, id);
    try {
      await reader.stop();
      republisher.on();
      await publish('missed');
      await until(() => republisher.published === 1, 'it is published once more');
      expect(await republisher.taken(500)).toEqual({ consumers: 1, deliveries: 0, missing: 1 });
    } finally {
      await republisher.close();
    }
    const { groups } = await admin.listGroups();
    expect(groups.filter(({ groupId }) => groupId.startsWith('faults-'))).toEqual([]);
  });
});
