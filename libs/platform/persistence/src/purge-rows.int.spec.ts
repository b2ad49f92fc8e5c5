import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';

import type { Databases } from './databases.js';
import { registerModule, schemaOf } from './module-registry.js';
import { purgeRows } from './purge-rows.js';
import { openTestDatabases } from './testing/index.js';

/** Wide rows: 4,000 of them fill some 1,300 pages, more than are looked at in one transaction. */
class CreateRemains1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE ${schemaOf(runner)}.remains (id int, ended_on date, filling char(2500))`,
    );
    await runner.query(`ALTER TABLE ${schemaOf(runner)}.remains ALTER filling SET STORAGE PLAIN`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.remains`);
  }
}
registerModule('attic', { migrations: [CreateRemains1767225600000] });

describe('purging rows', () => {
  let databases: Databases;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['attic']));
  });
  afterAll(() => close());

  const unit = () => databases.unitOfWork('attic');
  const old = { table: 'attic.remains', where: 't.ended_on < current_date - $1::int', parameters: [7] };
  const fill = () =>
    unit().run(async () => {
      await unit().query('TRUNCATE attic.remains');
      await unit().query(
        `INSERT INTO attic.remains SELECT n, CASE n % 4 WHEN 0 THEN current_date WHEN 1 THEN NULL ELSE current_date - 8 END, ''
           FROM generate_series(1, 4000) AS n`,
      );
    });

  it('takes every row that fits, in several transactions, and no other', async () => {
    await fill();
    const transactions = async () => {
      const [row] = await unit().run(() =>
        unit().query<{ id: number }>('SELECT pg_current_xact_id()::text::bigint AS id'),
      );
      return row?.id ?? 0;
    };
    const before = await transactions();
    expect(await purgeRows(unit(), old)).toBe(2_000);
    expect((await transactions()) - before).toBeGreaterThanOrEqual(3);
    const [left] = await unit().read(() =>
      unit().query<{ rows: number }>('SELECT count(*)::int AS rows FROM attic.remains'),
    );
    expect(left?.rows).toBe(2_000);
    expect(await purgeRows(unit(), old)).toBe(0);
  });

  it('ends when it is told to', async () => {
    await fill();
    expect(await purgeRows(unit(), old, AbortSignal.abort())).toBe(0);
  });

  it('reads each page once', async () => {
    const plan = await unit().run(() =>
      unit().query<{ 'QUERY PLAN': string }>(
        `EXPLAIN DELETE FROM attic.remains t WHERE t.ctid >= '(0,0)' AND t.ctid < '(500,0)' AND ended_on IS NULL`,
      ),
    );
    expect(plan.map((line) => line['QUERY PLAN']).join()).toContain('Tid Range Scan');
  });
});
