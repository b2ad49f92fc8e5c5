import { describe, expect, it } from '@jest/globals';

import { readEventStoreConfiguration } from './event-store-configuration.js';

const valid = {
  ...{ deploymentId: 'd-1', replica: 0, host: '127.0.0.1', port: 0, modules: ['cart', 'order'] },
  database: { name: 'event-store', url: 'postgres://localhost/archive', pool: { max: 10 } },
  broker: { brokers: ['127.0.0.1:9092'] },
  topics: { partitions: 4, replication: 1 },
  peers: [{ module: 'cart', urls: ['http://127.0.0.1:4000'] }],
};
const read = (value: unknown) =>
  readEventStoreConfiguration({ WHEREABOUTS_EVENT_STORE: JSON.stringify(value) });

describe("the Event Store's configuration", () => {
  it('comes in one environment variable', () => {
    expect(read(valid)).toEqual(valid);
    expect(() => readEventStoreConfiguration({})).toThrow(/^WHEREABOUTS_EVENT_STORE is not set: /);
  });

  it.each([
    ['names no module', { ...valid, modules: [] }, /at "modules"/],
    ['names no broker', { ...valid, broker: null }, /at "broker"/],
    ['has another key', { ...valid, profile: 'x' }, /different builds/],
  ])('is refused in one sentence when it %s', (_what, value, sentence) => {
    expect(() => read(value)).toThrow(sentence);
  });
});
