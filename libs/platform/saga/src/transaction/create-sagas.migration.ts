import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSagas1767000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE ${schemaOf(runner)}.saga (
         id uuid PRIMARY KEY,
         type text NOT NULL,
         def_version int NOT NULL,
         context jsonb NOT NULL,
         claimed_until timestamptz NOT NULL,
         attempts int NOT NULL DEFAULT 0,
         needs_attention boolean NOT NULL DEFAULT false,
         begun_at timestamptz NOT NULL DEFAULT clock_timestamp()
       )`,
    );
    await runner.query(`CREATE INDEX saga_claimed_until ON ${schemaOf(runner)}.saga (claimed_until)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.saga`);
  }
}
