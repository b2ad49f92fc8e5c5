import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A row says that the log was set back and has not got back everything that the archive has of it. */
export class CreateLogRefill1767000000320 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ${schemaOf(runner)}.log_refill (
        only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        since         timestamptz NOT NULL DEFAULT statement_timestamp(),
        claimed_until timestamptz NOT NULL DEFAULT '-infinity'
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.log_refill`);
  }
}
