import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a participant keeps of the sagas it takes part in: what it answered, and what it still has to do by itself. */
export class CreateParticipation1767000300200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    // Without a verdict the task is under way. Written once and completed once: room on the page keeps that off the index.
    await runner.query(
      `CREATE TABLE ${s}.participant_log (
         saga_id uuid NOT NULL,
         step text NOT NULL,
         phase text NOT NULL,
         verdict json,
         written_on date NOT NULL DEFAULT current_date,
         PRIMARY KEY (saga_id, step, phase)
       ) WITH (fillfactor = 70)`,
    );
    // due_at: when it is to be taken up, and while somebody is at it, when that somebody has to be taken for dead.
    await runner.query(
      `CREATE TABLE ${s}.saga_work (
         saga_id uuid NOT NULL,
         step text NOT NULL,
         phase text NOT NULL,
         type text NOT NULL,
         def_version int NOT NULL,
         kind text NOT NULL,
         context json NOT NULL,
         failure json,
         prepared json,
         deadline timestamptz,
         meta json NOT NULL,
         first_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         due_at timestamptz NOT NULL,
         claims int NOT NULL DEFAULT 0,
         claimed_by text,
         failures int NOT NULL DEFAULT 0,
         error text,
         needs_attention boolean NOT NULL DEFAULT false,
         PRIMARY KEY (saga_id, step, phase)
       )`,
    );
    await runner.query(`CREATE INDEX saga_work_due ON ${s}.saga_work (due_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['saga_work', 'participant_log'])
      await runner.query(`DROP TABLE ${schemaOf(runner)}.${table}`);
  }
}
