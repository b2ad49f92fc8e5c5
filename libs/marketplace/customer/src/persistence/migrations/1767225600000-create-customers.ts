import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCustomers1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    await runner.query(`
      CREATE TABLE ${s}.customer (
        customer_id uuid PRIMARY KEY,
        name        text NOT NULL,
        email       text NOT NULL,
        address     jsonb NOT NULL,
        version     integer NOT NULL CHECK (version >= 1)
      )`);
    // Counted up in place with every order: room on the page keeps the primary key's index out of it.
    await runner.query(`
      CREATE TABLE ${s}.order_count (
        customer_id uuid PRIMARY KEY,
        paid        integer NOT NULL DEFAULT 0 CHECK (paid >= 0),
        failed      integer NOT NULL DEFAULT 0 CHECK (failed >= 0),
        delivered   integer NOT NULL DEFAULT 0 CHECK (delivered >= 0)
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    await runner.query(`DROP TABLE ${s}.order_count`);
    await runner.query(`DROP TABLE ${s}.customer`);
  }
}
