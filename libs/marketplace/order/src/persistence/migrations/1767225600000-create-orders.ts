import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * No foreign keys among these tables: the rows of one order are written by one statement and never deleted, and a check per
 * line would be paid by every checkout.
 */
export class CreateOrders1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    // No status here is indexed, and every order is updated twice: room on the page keeps those updates off the indexes.
    await runner.query(`
      CREATE TABLE ${s}.orders (
        id            uuid PRIMARY KEY,
        customer_id   uuid NOT NULL,
        number        integer NOT NULL CHECK (number > 0),
        status        text NOT NULL,
        currency      text NOT NULL,
        items_cents   bigint NOT NULL,
        freight_cents bigint NOT NULL,
        voucher_cents bigint NOT NULL,
        total_cents   bigint NOT NULL CHECK (total_cents = items_cents + freight_cents - voucher_cents),
        version       integer NOT NULL,
        created_at    timestamptz NOT NULL,
        updated_at    timestamptz NOT NULL,
        UNIQUE (customer_id, number)
      ) WITH (fillfactor = 60)`);
    await runner.query(`
      CREATE TABLE ${s}.order_line (
        order_id         uuid NOT NULL,
        place            smallint NOT NULL,
        product_id       uuid NOT NULL,
        product_version  integer NOT NULL,
        seller_id        uuid NOT NULL,
        name             text NOT NULL,
        quantity         integer NOT NULL,
        unit_price_cents bigint NOT NULL,
        freight_cents    bigint NOT NULL,
        voucher_cents    bigint NOT NULL,
        total_cents      bigint NOT NULL,
        PRIMARY KEY (order_id, place)
      )`);
    await runner.query(`
      CREATE TABLE ${s}.dropped_item (
        order_id   uuid NOT NULL,
        place      smallint NOT NULL,
        product_id uuid NOT NULL,
        reason     text NOT NULL,
        PRIMARY KEY (order_id, place)
      )`);
    await runner.query(`
      CREATE TABLE ${s}.order_status (
        order_id uuid NOT NULL,
        version  integer NOT NULL,
        status   text NOT NULL,
        at       timestamptz NOT NULL,
        reason   text,
        PRIMARY KEY (order_id, version)
      )`);
    await runner.query(`
      CREATE TABLE ${s}.customer_number (
        customer_id uuid PRIMARY KEY,
        last_number integer NOT NULL
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    for (const table of ['customer_number', 'order_status', 'dropped_item', 'order_line', 'orders'])
      await runner.query(`DROP TABLE ${s}.${table}`);
  }
}
