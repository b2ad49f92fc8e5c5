import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose a claim is, so that the same replica takes it back at once; and how often in a row a process died with this saga alone. */
export class OwnSagas1767000300400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE ${schemaOf(runner)}.saga ADD COLUMN claimed_by text, ADD COLUMN deaths int NOT NULL DEFAULT 0`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${schemaOf(runner)}.saga DROP COLUMN claimed_by, DROP COLUMN deaths`);
  }
}
