import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environment, type RunFile } from '@comparison/protocol';
import { createTestDatabase, startTestBroker, type TestDatabase } from '@platform/embedded/testing';
import { planBudget } from '../budget/plan-budget.js';
import { withClient } from '../servers/with-client.js';
import { environmentOf } from './environment.js';

describe('the environment of a deployment', () => {
  let one: TestDatabase;
  let two: TestDatabase;
  beforeAll(async () => {
    [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  });
  afterAll(() => Promise.all([one.drop(), two.drop()]));

  const budget = planBudget([], 2, null);
  const read = (more: Partial<RunFile> = {}) =>
    environmentOf(
      {
        ...{ profile: 'any', directory: '', quiet: () => Promise.resolve(0) },
        run: () =>
          Promise.resolve({
            ...{ profile: 'any', origin: '', gateway: null, services: [], eventStore: null, broker: null },
            provider: { url: '', pid: null },
            databases: [
              { name: 'one', url: one.url, pid: null, modules: [] },
              { name: 'two', url: two.url, pid: null, modules: [] },
            ],
            ...more,
          }),
      },
      budget,
    );

  it('has what a report must say', async () => {
    const found = await read();
    expect(environment.parse(found)).toEqual(found);
    expect(found.postgres).toMatch(/^\d+\.\d+/);
    expect(found.node).toBe(process.version);
    expect(found.whereabouts).toMatch(/^\d+\.\d+\.\d+/);
    expect(Object.keys(found.packages)).toEqual(
      expect.arrayContaining(['kafkajs', 'pg', 'fastify', '@nestjs/core', 'undici']),
    );
    expect(Object.values(found.packages)).not.toContain('unknown');
    expect(found.broker).toBeNull();
    expect(found.budget.cpus).toBe(budget.cpus);
  });

  it('tells how servers are set, and which is set otherwise', async () => {
    expect((await read()).durability).toMatchObject({ fsync: 'off', synchronous_commit: 'off' });
    await withClient(two.url, (client) =>
      client.query(`ALTER DATABASE ${two.name} SET synchronous_commit = 'on'`),
    );
    expect((await read()).durability).toMatchObject({
      fsync: 'off',
      synchronous_commit: 'off (one); on (two)',
    });
  });

  it('asks the broker how it keeps messages', async () => {
    const { brokers } = await startTestBroker();
    const { broker, durability } = await read({
      broker: { kind: 'external', url: brokers[0] ?? '', pid: null },
    });
    expect(broker).toBe('Kafka of a version that it does not tell (external)');
    expect(durability).toMatchObject({
      'kafka brokers': '1',
      'kafka producer acks': 'all',
      'kafka log.flush.interval.messages': 'never waits',
    });
  });
});
