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

  const recover = (acceptLoss = false) =>
    runRecover({
      ...{ plan: now, directory, entries, brokers, logs, modules: [], acceptLoss, json: false },
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
    await recover(true);
    expect(await located()).toBe(locationOf(restored.url));
  });

  it('is refused when nothing of them is there, or what is there is no dump', async () => {
    const sentence = /^Module stock was not restored to stock \(at .*\), where profile "apart" has it: /;
    await expect(recover()).rejects.toThrow(sentence);
    expect(logs.wanted).toEqual([]);
    await withSql(restored.url, (sql) => sql.query('CREATE SCHEMA stock'));
    await expect(recover(true)).rejects.toThrow(sentence);
    expect([logs.settled, await located()]).toEqual([[], before]);
  });
});
