import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is known of a restore from a dump, when the log was found on another cluster than the one it was tied to.
 *
 * - `sent_floor`: versions of commands and replies go on above it; see `ensureLogBase`
 * - `restored_ord`: what came back from the archive lies above it
 * - `restored_at`: when that was last found; lanes that have caught up since carry it as `caught_up_since`
 * - `settled_at`: when the log itself was made what others know of it; nothing is to be written before
 * - `claimed_by`, `claimed_until`: which run of which process is at that
 */
export class AddRestore1767000000230 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ${schemaOf(runner)}.log_base
        ADD COLUMN sent_floor bigint NOT NULL DEFAULT 0,
        ADD COLUMN restored_ord bigint NOT NULL DEFAULT 0,
        ADD COLUMN restored_at timestamptz,
        ADD COLUMN settled_at timestamptz,
        ADD COLUMN claimed_by uuid,
        ADD COLUMN claimed_until timestamptz NOT NULL DEFAULT '-infinity'`);
    await runner.query(
      `ALTER TABLE ${schemaOf(runner)}.delivery_lane ADD COLUMN caught_up_since timestamptz`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${schemaOf(runner)}.delivery_lane DROP COLUMN caught_up_since`);
    await runner.query(`
      ALTER TABLE ${schemaOf(runner)}.log_base
        DROP COLUMN sent_floor, DROP COLUMN restored_ord, DROP COLUMN restored_at, DROP COLUMN settled_at, DROP COLUMN claimed_by,
        DROP COLUMN claimed_until`);
  }
}
