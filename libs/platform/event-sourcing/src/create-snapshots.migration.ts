import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** States of aggregates at some version, so that a long stream need not be replayed from its beginning. May be lost: they are made anew. */
export class CreateSnapshots1767000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ${schemaOf(runner)}.snapshot (
        stream_id     text PRIMARY KEY,
        version       bigint NOT NULL,
        state_version integer NOT NULL,
        state         json NOT NULL,
        taken_at      timestamptz NOT NULL DEFAULT statement_timestamp()
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.snapshot`);
  }
}
