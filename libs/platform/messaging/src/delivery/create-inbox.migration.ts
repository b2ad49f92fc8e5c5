import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The consuming side of a module: what it has handled, what it could not, and what it was at when it died. */
export class CreateInbox1767000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    const key = `
        consumer      text NOT NULL,
        source_module text NOT NULL,
        channel       text NOT NULL,
        stream_id     text NOT NULL`;
    // One row per stream and consumer instead of one per message: the window in which a duplicate is known has no end.
    // \`first_version\` is where the last batch began: it lets one statement refuse a batch that overlaps the mark.
    await runner.query(`
      CREATE TABLE ${s}.inbox (${key},
        first_version bigint NOT NULL,
        last_version  bigint NOT NULL,
        marked_on     date NOT NULL,
        PRIMARY KEY (consumer, source_module, channel, stream_id)
      ) WITH (fillfactor = 80)`);
    // Tries of the one message of a stream that is handled alone, counted before its handler runs.
    await runner.query(`
      CREATE TABLE ${s}.delivery_attempt (${key},
        version  bigint NOT NULL,
        attempts integer NOT NULL,
        PRIMARY KEY (consumer, source_module, channel, stream_id)
      )`);
    // The row that a replay and the followers of a parked message lock: it exists exactly while the key is parked.
    await runner.query(`
      CREATE TABLE ${s}.parked_key (${key},
        parked_at timestamptz NOT NULL DEFAULT now(),
        attempts  integer NOT NULL,
        error     text NOT NULL,
        PRIMARY KEY (consumer, source_module, channel, stream_id)
      )`);
    await runner.query(`
      CREATE TABLE ${s}.parked_message (${key},
        version   bigint NOT NULL,
        type      text NOT NULL,
        message   json NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, source_module, channel, stream_id, version)
      )`);
    // In-flight marker: a row found here at start was left by a process that died while it may have had a batch in hand.
    await runner.query(`
      CREATE TABLE ${s}.delivery_lane (
        consumer  text NOT NULL,
        lane      text NOT NULL,
        opened_by text NOT NULL,
        opened_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, lane)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    for (const table of ['delivery_lane', 'parked_message', 'parked_key', 'delivery_attempt', 'inbox'])
      await runner.query(`DROP TABLE ${s}.${table}`);
  }
}
