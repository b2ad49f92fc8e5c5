import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Heads of streams that were given their last message before this day may be gone; null when none ever went. */
export class AddHeadPurge1767000000250 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    await runner.query(`ALTER TABLE ${s}.log_base ADD COLUMN heads_purged_before date`);
    // What went before this was written down went after a week. Not by today's date: this may be a dump of long ago.
    await runner.query(
      `UPDATE ${s}.log_base SET heads_purged_before = (SELECT max(recorded_on) FROM ${s}.event) - 7`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${schemaOf(runner)}.log_base DROP COLUMN heads_purged_before`);
  }
}
