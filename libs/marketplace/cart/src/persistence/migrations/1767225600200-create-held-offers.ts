import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which offers carts hold that are kept as streams; see `HeldOffers`. */
export class CreateHeldOffers1767225600200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ${schemaOf(runner)}.held_offer (
        customer_id     uuid NOT NULL,
        product_id      uuid NOT NULL,
        product_version integer NOT NULL,
        PRIMARY KEY (customer_id, product_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.held_offer`);
  }
}
