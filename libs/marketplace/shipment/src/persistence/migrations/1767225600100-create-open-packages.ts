import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For shipments that are kept as streams; see `OpenPackages`. */
export class CreateOpenPackages1767225600100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const table = `${schemaOf(runner)}.open_package`;
    await runner.query(`
      CREATE TABLE ${table} (
        package_id    uuid PRIMARY KEY,
        order_id      uuid NOT NULL,
        seller_id     uuid NOT NULL,
        first_package uuid NOT NULL,
        place         smallint NOT NULL
      )`);
    await runner.query(`CREATE INDEX ON ${table} (first_package, place)`);
    await runner.query(`CREATE INDEX ON ${table} (seller_id, first_package, place)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.open_package`);
  }
}
