import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateProducts1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    // Room on the page lets a changed price be written in place: no index holds it.
    await runner.query(`
      CREATE TABLE ${s}.product (
        product_id    uuid PRIMARY KEY,
        seller_id     uuid NOT NULL,
        name          text NOT NULL,
        sku           text NOT NULL,
        category      text NOT NULL,
        description   text NOT NULL,
        price_cents   bigint NOT NULL CHECK (price_cents >= 0),
        freight_cents bigint NOT NULL CHECK (freight_cents >= 0),
        currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        status        text NOT NULL CHECK (status IN ('active', 'deleted')),
        version       integer NOT NULL CHECK (version >= 1),
        revision      integer NOT NULL CHECK (revision >= version)
      ) WITH (fillfactor = 85)`);
    // One index per combination of the list's filters, each in the list's order.
    await runner.query(`CREATE INDEX product_on_offer ON ${s}.product (product_id) WHERE status = 'active'`);
    await runner.query(
      `CREATE INDEX product_of_seller ON ${s}.product (seller_id, product_id) WHERE status = 'active'`,
    );
    await runner.query(
      `CREATE INDEX product_in_category ON ${s}.product (category, product_id) WHERE status = 'active'`,
    );
    await runner.query(
      `CREATE INDEX product_of_seller_in_category ON ${s}.product (seller_id, category, product_id) WHERE status = 'active'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.product`);
  }
}
