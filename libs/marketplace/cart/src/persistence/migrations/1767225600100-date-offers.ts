import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a version of a product was first heard of, and the one before it thereby past. */
export class DateOffers1767225600100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE ${schemaOf(runner)}.offer ADD COLUMN heard_on date NOT NULL DEFAULT current_date`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${schemaOf(runner)}.offer DROP COLUMN heard_on`);
  }
}
