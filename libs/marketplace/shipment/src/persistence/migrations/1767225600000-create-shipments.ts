import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * No foreign key from package to shipment: both are written by one statement and never deleted, and a check per package
 * would be paid by every checkout.
 */
export class CreateShipments1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    await runner.query(`
      CREATE TABLE ${s}.shipment (
        order_id    uuid PRIMARY KEY,
        customer_id uuid NOT NULL,
        address     json NOT NULL,
        status      text NOT NULL,
        version     integer NOT NULL,
        created_at  timestamptz NOT NULL,
        updated_at  timestamptz NOT NULL
      ) WITH (fillfactor = 80)`);
    // A package knows when its shipment was created: that is what "the seller's oldest" is looked up by.
    await runner.query(`
      CREATE TABLE ${s}.package (
        order_id   uuid NOT NULL,
        place      smallint NOT NULL,
        id         uuid NOT NULL,
        product_id uuid NOT NULL,
        seller_id  uuid NOT NULL,
        quantity   integer NOT NULL CHECK (quantity > 0),
        status     text NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (order_id, place)
      )`);
    // Both indexes hold what is open and nothing else, however many orders there have been.
    await runner.query(`
      CREATE INDEX open_package_of_seller ON ${s}.package (seller_id, created_at, order_id, place)
        WHERE status = 'shipped'`);
    await runner.query(`
      CREATE INDEX open_shipment ON ${s}.shipment (created_at, order_id) WHERE status <> 'delivered'`);
    await runner.query(
      `CREATE TABLE ${s}.delivery_turn (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row))`,
    );
    await runner.query(`INSERT INTO ${s}.delivery_turn DEFAULT VALUES`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    for (const table of ['delivery_turn', 'package', 'shipment'])
      await runner.query(`DROP TABLE ${s}.${table}`);
  }
}
