import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a line was last written, so that those of orders that ended long ago can go. */
export class DateReservations1767225600100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE ${schemaOf(runner)}.reservation ADD COLUMN written_on date NOT NULL DEFAULT current_date`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${schemaOf(runner)}.reservation DROP COLUMN written_on`);
  }
}
