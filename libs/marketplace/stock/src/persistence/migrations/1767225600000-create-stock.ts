import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateStock1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    // Every checkout changes these rows in place; no index but the primary key, and room on the page for the next version.
    await runner.query(`
      CREATE TABLE ${s}.stock (
        product_id      uuid PRIMARY KEY,
        product_version integer NOT NULL CHECK (product_version >= 1),
        product_status  text NOT NULL CHECK (product_status IN ('active', 'deleted')),
        available       integer NOT NULL CHECK (available >= 0),
        reserved        integer NOT NULL,
        order_count     integer NOT NULL CHECK (order_count >= 0),
        year_to_date    bigint NOT NULL CHECK (year_to_date >= 0),
        version         bigint NOT NULL CHECK (version >= 1),
        CONSTRAINT stock_reserved_is_available CHECK (reserved BETWEEN 0 AND available)
      ) WITH (fillfactor = 50)`);
    // What each order was answered, item by item: who holds what, and what a repeated command is answered.
    await runner.query(`
      CREATE TABLE ${s}.reservation (
        order_id   uuid NOT NULL,
        product_id uuid NOT NULL,
        quantity   integer NOT NULL CHECK (quantity >= 1),
        status     text NOT NULL CHECK (status IN ('held', 'released', 'confirmed', 'unavailable', 'out-of-stock')),
        PRIMARY KEY (order_id, product_id)
      ) WITH (fillfactor = 80)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    await runner.query(`DROP TABLE ${s}.reservation`);
    await runner.query(`DROP TABLE ${s}.stock`);
  }
}
