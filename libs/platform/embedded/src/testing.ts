import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { findJava, hasMaven } from './java.js';
import { kafkaIsCached } from './kafka-distribution.js';

export interface TestDatabase {
  /** Connection string of a superuser. */
  readonly url: string;
  readonly name: string;
  drop(): Promise<void>;
}

/**
 * A fresh database on the server that the integration tests run against.
 * @param copied the database that it is a copy of, which nobody may use meanwhile; empty without one
 */
export async function createTestDatabase(copied?: TestDatabase): Promise<TestDatabase> {
  const admin = process.env['TEST_POSTGRES_URL'];
  if (admin === undefined) {
    throw new Error(
      'TEST_POSTGRES_URL is not set: name the file *.int.spec.ts, so that it runs in the integration project, which starts a PostgreSQL.',
    );
  }
  const name = `test_${randomBytes(6).toString('hex')}`;
  await execute(admin, `create database ${name} template ${copied?.name ?? 'template1'}`);
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

/**
 * The broker that the integration tests share: started when first asked for, stopped at the end of the run. Topics and groups
 * need names of their own.
 */
export async function startTestBroker(): Promise<{ readonly brokers: string[] }> {
  const launcher = process.env['TEST_KAFKA_LAUNCHER'];
  if (launcher === undefined) {
    throw new Error(
      'TEST_KAFKA_LAUNCHER is not set: name the file *.int.spec.ts, so that it runs in the integration project, which offers a Kafka.',
    );
  }
  const answer = (await (await fetch(launcher)).json()) as { brokers: string[] } | { failure: string };
  if ('failure' in answer) throw new Error(`The tests' Kafka did not start: ${answer.failure}`);
  return answer;
}

/** Whether this machine can run brokers of a test's own, which it may stop and kill. */
export async function embeddedKafkaIsPossible(): Promise<boolean> {
  return (await findJava()) !== undefined && ((await kafkaIsCached()) || (await hasMaven()));
}
