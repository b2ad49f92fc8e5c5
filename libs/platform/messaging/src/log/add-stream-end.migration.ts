import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which message was said to be a stream's last, and when: some days later its head may go. A head whose version has risen
 * since is not at its end. Neither column is indexed, so that heads stay HOT.
 */
export class AddStreamEnd1767000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE ${schemaOf(runner)}.stream_head ADD COLUMN last_version bigint, ADD COLUMN finished_on date`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE ${schemaOf(runner)}.stream_head DROP COLUMN finished_on, DROP COLUMN last_version`,
    );
  }
}
