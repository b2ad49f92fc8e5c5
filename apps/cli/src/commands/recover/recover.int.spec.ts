import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectory } from '../../deployment/data-directory.js';
import type { DeploymentPlan } from '../../deployment/deployment-plan.js';
import { writeJson } from '../../deployment/json-file.js';
import { withSql } from '../../deployment/move/sql-session.js';
import { locationOf, placementRecord, recordOf } from '../../deployment/placement-record.js';
import { runRecover } from './run-recover.js';
import { broker, brokers, compared, entries, FakeLogs, plan, STREAM, stream } from './testing/fake-logs.js';

describe('a database that was restored to another address than it had', () => {
  let data: string;
  let directory: DataDirectory;
  let restored: TestDatabase;
  let logs: FakeLogs;
  let now: DeploymentPlan;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'whereabouts-recover-'));
    await chmod(data, 0o755);
    directory = new DataDirectory(data);
    logs = new FakeLogs();
    restored = await createTestDatabase();
    now = {
      ...plan,
      databases: plan.databases.map((database) =>
        database.name === 'stock' ? { ...database, url: restored.url } : database,
      ),
    };
    await writeJson(
      directory.placement,
      recordOf(plan, broker, {
        ...{ deploymentId: 'deployment-0badcafe', demo: 'left out' },
        unfinished: { arriving: [], retiring: [] },
      }),
    );
  });
  afterEach(async () => {
    await rm(data, { recursive: true });
    await restored.drop();
  });

  const recover = (changes: Partial<Parameters<typeof runRecover>[0]> = {}) =>
    runRecover({
      ...{ plan: now, directory, entries, brokers, logs, modules: [], again: [], json: false },
      ...{ acceptLoss: false, restored: false, nothingLost: false, ...changes },
      ...{ output: { write: () => true }, errors: { write: () => true } },
    });
  const located = async () =>
    placementRecord
      .parse(JSON.parse(await readFile(directory.placement, 'utf8')))
      .databases.find(({ name }) => name === 'stock')?.location;
  const [before] = plan.databases.filter(({ name }) => name === 'stock').map(({ url }) => locationOf(url));

  it('is where its modules live from when they may start', async () => {
    await withSql(restored.url, (sql) => sql.query('CREATE SCHEMA stock'));
    logs.found = [compared('stock', { beyond: [stream(STREAM, 4, 9)] })];
    await expect(recover()).rejects.toThrow('--accept-loss');
    expect(await located()).toBe(before);
    await recover({ acceptLoss: true });
    expect(await located()).toBe(locationOf(restored.url));
  });

  it('is refused when nothing of them is there, or what is there is no dump', async () => {
    const sentence = /^Module stock was not restored to stock \(at .*\), where profile "apart" has it: /;
    await expect(recover()).rejects.toThrow(sentence);
    expect(logs.wanted).toEqual([]);
    await withSql(restored.url, (sql) => sql.query('CREATE SCHEMA stock'));
    logs.found = [compared('stock', { restoredAt: null })];
    await expect(recover({ acceptLoss: true })).rejects.toThrow(sentence);
    expect([logs.settled, await located()]).toEqual([[], before]);
  });

  it('is told of when it is on the server that it was written on, as nothing else tells', async () => {
    await withSql(restored.url, (sql) => sql.query('CREATE SCHEMA stock'));
    logs.found = [compared('stock', { restoredAt: null })];
    await expect(recover()).rejects.toThrow('say so: "whereabouts recover stock --restored"');
    await recover({ modules: ['stock'], restored: true });
    expect([logs.settled, await located()]).toEqual([[['stock']], locationOf(restored.url)]);
  });

  describe('with two modules in it', () => {
    const both = ['stock', 'cart'];
    beforeEach(async () => {
      now = {
        ...now,
        databases: now.databases.map((database) =>
          both.includes(database.name) ? { ...database, url: restored.url } : database,
        ),
      };
      for (const schema of both) await withSql(restored.url, (sql) => sql.query(`CREATE SCHEMA ${schema}`));
      logs.found = [compared('stock'), compared('cart', { beyond: [stream('cart-1', 2, 4)] })];
    });

    it('is where they live from when the second one is settled in a run of its own', async () => {
      await expect(recover()).rejects.toThrow('cart would lose something for good');
      expect([logs.settled, await located()]).toEqual([[['stock']], before]);
      await recover({ acceptLoss: true });
      expect([logs.settled, await located()]).toEqual([[['stock'], ['cart']], locationOf(restored.url)]);
    });

    it('is where they live from after it was killed when all was settled and nothing written down', async () => {
      logs.isKilled = true;
      await expect(recover({ acceptLoss: true })).rejects.toThrow('killed');
      expect(await located()).toBe(before);
      logs.isKilled = false;
      await recover();
      expect([logs.settled, await located()]).toEqual([[both], locationOf(restored.url)]);
    });
  });
});
