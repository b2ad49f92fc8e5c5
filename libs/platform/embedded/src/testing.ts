import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  /** Connection string of a superuser. */
  readonly url: string;
  readonly name: string;
  drop(): Promise<void>;
}

/** A fresh, empty database on the server that the integration tests run against. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const admin = process.env['TEST_POSTGRES_URL'];
  if (admin === undefined) {
    throw new Error(
      'TEST_POSTGRES_URL is not set: name the file *.int.spec.ts, so that it runs in the integration project, which starts a PostgreSQL.',
    );
  }
  const name = `test_${randomBytes(6).toString('hex')}`;
  await execute(admin, `create database ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { url: url.href, name, drop: () => execute(admin, `drop database if exists ${name} with (force)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
