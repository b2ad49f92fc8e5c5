import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `status`, `headers` and `body` are null while the answer is undecided; `body` is the JSON text as it was sent. */
export class CreateIdempotencyKeys1767000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE ${schemaOf(runner)}.idempotency_key (
        scope text PRIMARY KEY,
        fingerprint text NOT NULL,
        resource_id text,
        status smallint,
        headers jsonb,
        body text,
        created_at timestamptz NOT NULL DEFAULT now()
      )`,
    );
    await runner.query(
      `CREATE INDEX idempotency_key_by_age ON ${schemaOf(runner)}.idempotency_key (created_at)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.idempotency_key`);
  }
}
