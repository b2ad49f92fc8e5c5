import { describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';

import { steeringOf } from './steering.js';

const topic = 'shop.events';

describe('steering a consumer', () => {
  const consumer = new Kafka({ brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING }).consumer({
    groupId: 'desk',
  });

  it('is without effect on one that has no group, or has it no more', () => {
    // That it throws by itself is what makes it worth a test.
    expect(() => consumer.pause([{ topic, partitions: [0] }])).toThrow('Consumer group was not initialized');
    const steering = steeringOf(consumer);
    steering.pause([{ topic, partitions: [0] }]);
    steering.resume([{ topic, partitions: [0] }]);
    steering.seek({ topic, partition: 0, offset: '7' });
  });

  it('says what else is wrong', () => {
    const broken = {
      ...steeringOf(consumer),
      pause: () => {
        throw new TypeError('broken');
      },
    };
    expect(() => steeringOf(broken).pause([{ topic, partitions: [0] }])).toThrow('broken');
  });
});
