import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the executions over messages keep of a saga at its subject, beside what the transaction needs. */
export class ExtendSagas1767000300100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    // unanswered: commands on their way. deadline: when somebody should have a look.
    await runner.query(
      `ALTER TABLE ${s}.saga
         ADD COLUMN status text NOT NULL DEFAULT 'running',
         ADD COLUMN step text,
         ADD COLUMN failure json,
         ADD COLUMN version int NOT NULL DEFAULT 1,
         ADD COLUMN unanswered int NOT NULL DEFAULT 0,
         ADD COLUMN deadline timestamptz,
         ADD COLUMN meta json,
         ADD COLUMN ended_on date`,
    );
    await runner.query(`CREATE INDEX saga_deadline ON ${s}.saga (deadline) WHERE ended_on IS NULL`);
    await runner.query(
      `CREATE TABLE ${s}.saga_step (
         saga_id uuid NOT NULL,
         step text NOT NULL,
         phase text NOT NULL,
         command_id uuid NOT NULL UNIQUE,
         target text NOT NULL,
         status text NOT NULL,
         reply json,
         attempts int NOT NULL DEFAULT 1,
         sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         due_at timestamptz NOT NULL,
         PRIMARY KEY (saga_id, step, phase)
       ) WITH (fillfactor = 70)`,
    );
    await runner.query(`CREATE INDEX saga_step_due ON ${s}.saga_step (due_at) WHERE status = 'sent'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    await runner.query(`DROP TABLE ${s}.saga_step`);
    await runner.query(`DROP INDEX ${s}.saga_deadline`);
    await runner.query(
      `ALTER TABLE ${s}.saga ${['status', 'step', 'failure', 'version', 'unanswered', 'deadline', 'meta', 'ended_on'].map((column) => `DROP COLUMN ${column}`).join(', ')}`,
    );
  }
}
