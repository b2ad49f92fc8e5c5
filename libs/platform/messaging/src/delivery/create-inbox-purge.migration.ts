import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which inbox marks of events are not complete any more. */
export class CreateInboxPurge1767000000220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    await runner.query(`
      CREATE TABLE ${s}.inbox_purge (
        consumer      text NOT NULL,
        source_module text NOT NULL,
        before        date NOT NULL,
        PRIMARY KEY (consumer, source_module)
      )`);
    // What went before this was written down went after a week.
    await runner.query(`
      INSERT INTO ${s}.inbox_purge (consumer, source_module, before)
      SELECT DISTINCT consumer, source_module, current_date - 7 FROM ${s}.inbox WHERE channel = 'events'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.inbox_purge`);
  }
}
