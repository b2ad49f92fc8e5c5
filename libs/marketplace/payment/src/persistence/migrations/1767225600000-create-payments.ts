import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePayments1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    // Nothing looks a line up on its own, so a payment's lines are stored with it.
    await runner.query(`
      CREATE TABLE ${s}.payment (
        order_id           uuid PRIMARY KEY,
        status             text NOT NULL,
        attempt            integer NOT NULL,
        amount_cents       bigint NOT NULL CHECK (amount_cents >= 0),
        currency           text NOT NULL,
        provider_reference text,
        lines              json NOT NULL,
        version            integer NOT NULL,
        updated_at         timestamptz NOT NULL
      )`);
    // Every attempt is updated once, by its conclusion: room on the page keeps that update off the indexes.
    await runner.query(`
      CREATE TABLE ${s}.charge_attempt (
        order_id        uuid NOT NULL,
        n               integer NOT NULL,
        amount_cents    bigint NOT NULL CHECK (amount_cents >= 0),
        currency        text NOT NULL,
        method          text NOT NULL,
        card_token      text,
        idempotency_key text NOT NULL UNIQUE,
        status          text NOT NULL,
        charge_id       text,
        reason          text,
        first_at        timestamptz NOT NULL,
        prepared_at     timestamptz NOT NULL,
        due_at          timestamptz,
        claims          integer NOT NULL DEFAULT 0,
        PRIMARY KEY (order_id, n)
      ) WITH (fillfactor = 60)`);
    await runner.query(`CREATE INDEX owed_attempt ON ${s}.charge_attempt (due_at) WHERE due_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    for (const table of ['charge_attempt', 'payment']) await runner.query(`DROP TABLE ${s}.${table}`);
  }
}
