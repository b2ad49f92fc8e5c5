import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSellers1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    await runner.query(`
      CREATE TABLE ${s}.seller (
        seller_id uuid PRIMARY KEY,
        name      text NOT NULL,
        email     text NOT NULL,
        address   jsonb NOT NULL,
        version   integer NOT NULL CHECK (version >= 1)
      )`);
    // No foreign key to seller: an order may be heard of before its seller.
    await runner.query(`
      CREATE TABLE ${s}.dashboard_entry (
        order_id      uuid NOT NULL,
        product_id    uuid NOT NULL,
        seller_id     uuid NOT NULL,
        quantity      integer NOT NULL CHECK (quantity >= 1),
        status        text NOT NULL CHECK (status IN ('approved', 'in-transit')),
        amount_cents  bigint NOT NULL CHECK (amount_cents >= 0),
        freight_cents bigint NOT NULL CHECK (freight_cents >= 0),
        voucher_cents bigint NOT NULL CHECK (voucher_cents BETWEEN 0 AND amount_cents),
        total_cents   bigint NOT NULL CHECK (total_cents = amount_cents + freight_cents - voucher_cents),
        PRIMARY KEY (order_id, product_id)
      ) WITH (fillfactor = 90)`);
    await runner.query(
      `CREATE INDEX dashboard_entry_of_seller ON ${s}.dashboard_entry (seller_id, order_id, product_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    await runner.query(`DROP TABLE ${s}.dashboard_entry`);
    await runner.query(`DROP TABLE ${s}.seller`);
  }
}
