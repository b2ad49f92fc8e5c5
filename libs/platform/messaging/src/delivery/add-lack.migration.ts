import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a lane lacks is not told by the position of its group: that may be of a topic that is gone, or of a database that was set
 * back. While there is a lack, whichever process comes next looks for it before anything else.
 */
export class AddLack1767000000210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${schemaOf(runner)}.delivery_lane ADD COLUMN lack uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${schemaOf(runner)}.delivery_lane DROP COLUMN lack`);
  }
}
