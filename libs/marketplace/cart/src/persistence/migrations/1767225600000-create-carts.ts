import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCarts1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    // Rewritten by every checkout, no changing column indexed: room on the page keeps the updates off the index.
    await runner.query(`
      CREATE TABLE ${s}.cart (
        customer_id uuid PRIMARY KEY,
        status      text NOT NULL CHECK (status IN ('open', 'sealed')),
        order_id    uuid,
        version     integer NOT NULL,
        CHECK (status = 'open' OR order_id IS NOT NULL)
      ) WITH (fillfactor = 60)`);
    await runner.query(`
      CREATE TABLE ${s}.cart_item (
        customer_id     uuid NOT NULL,
        product_id      uuid NOT NULL,
        product_version integer NOT NULL,
        quantity        integer NOT NULL CHECK (quantity > 0),
        voucher_cents   bigint NOT NULL CHECK (voucher_cents >= 0),
        position        integer NOT NULL,
        PRIMARY KEY (customer_id, product_id)
      )`);
    // Replicas: what product and customer have told, no more.
    await runner.query(`
      CREATE TABLE ${s}.offer (
        product_id    uuid NOT NULL,
        version       integer NOT NULL,
        revision      integer NOT NULL,
        seller_id     uuid NOT NULL,
        name          text NOT NULL,
        price_cents   bigint NOT NULL,
        freight_cents bigint NOT NULL,
        currency      text NOT NULL,
        status        text NOT NULL,
        PRIMARY KEY (product_id, version)
      ) WITH (fillfactor = 80)`);
    await runner.query(`CREATE TABLE ${s}.customer (id uuid PRIMARY KEY, address json NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    for (const table of ['customer', 'offer', 'cart_item', 'cart'])
      await runner.query(`DROP TABLE ${s}.${table}`);
  }
}
