import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The module's log: what it recorded, and how far each outlet has read.
 *
 * Order is (ord, position). `ord` is at least the writer's transaction id, so nothing can be committed below what a reader
 * has seen; it is stamped under the lock of the stream's head, so it never falls within a stream.
 */
export class CreateMessageLog1767000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    // HOT updates need room on the page: every append rewrites its head, and neither column of it is indexed.
    await runner.query(`
      CREATE TABLE ${s}.stream_head (
        stream_id text PRIMARY KEY,
        version   bigint NOT NULL,
        ord       bigint NOT NULL
      ) WITH (fillfactor = 70)`);
    // Transaction ids restart lower on another cluster (a restored dump): \`base\` lifts them above what was written before.
    await runner.query(`
      CREATE TABLE ${s}.log_base (
        only_row          boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        base              bigint NOT NULL,
        system_identifier bigint NOT NULL,
          server_started_at timestamptz NOT NULL
      )`);
    // CACHE 1: a cached range would hand out positions in another order than the heads' locks.
    // json, not jsonb: nothing queries it, and what was recorded is kept as it was written.
    // The primary key is the second net under the head's lock: a version cannot be taken twice.
    await runner.query(`
      CREATE TABLE ${s}.event (
        position       bigint GENERATED ALWAYS AS IDENTITY (CACHE 1),
        ord            bigint NOT NULL,
        version        bigint NOT NULL,
        recorded_at    timestamptz NOT NULL,
        event_id       uuid NOT NULL,
        recorded_on    date NOT NULL,
        schema_version integer NOT NULL,
        channel        text NOT NULL,
        target         text,
        stream_id      text NOT NULL,
        type           text NOT NULL,
        data           json NOT NULL,
        meta           json NOT NULL,
        PRIMARY KEY (stream_id, version, recorded_on)
      ) PARTITION BY RANGE (recorded_on)`);
    await runner.query(`CREATE INDEX event_order ON ${s}.event (ord, position)`);
    // Catches what is written on a day that nobody made a partition for; empty as long as maintenance runs.
    await runner.query(`CREATE TABLE ${s}.event_default PARTITION OF ${s}.event DEFAULT`);
    await runner.query(`
      CREATE TABLE ${s}.relay_lease (
        only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        owner      text NOT NULL,
        epoch      bigint NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await runner.query(`INSERT INTO ${s}.relay_lease (owner, epoch, expires_at) VALUES ('', 0, '-infinity')`);
    // The epoch stands in every cursor, so that a relay that lost its lease cannot move one.
    await runner.query(`
      CREATE TABLE ${s}.reader_cursor (
        outlet   text PRIMARY KEY,
        ord      bigint NOT NULL,
        position bigint NOT NULL,
        epoch    bigint NOT NULL
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    for (const table of ['reader_cursor', 'relay_lease', 'event', 'log_base', 'stream_head'])
      await runner.query(`DROP TABLE ${s}.${table}`);
  }
}
