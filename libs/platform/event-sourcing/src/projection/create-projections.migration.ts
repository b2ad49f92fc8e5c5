import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which generations of the module's projections there are, and how far each has read the log. */
export class CreateProjections1767000000310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ${schemaOf(runner)}.projection (
        name       text NOT NULL,
        generation integer NOT NULL,
        version    integer NOT NULL,
        is_live    boolean NOT NULL,
        ord        bigint NOT NULL DEFAULT 0,
        position   bigint NOT NULL DEFAULT 0,
        begun_at   timestamptz NOT NULL DEFAULT statement_timestamp(),
        PRIMARY KEY (name, generation)
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.projection`);
  }
}
