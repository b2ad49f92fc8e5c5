import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The archive. Its order is that of the modules' logs, (ord, position): `ord` is at least the writer's transaction id and
 * stamped under the lock of the stream's row, so that nothing can be committed below what a reader has seen, and what came
 * in a stream's order is read in it.
 */
export class CreateArchive1767000000700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    // As in the modules' logs: transaction ids restart lower on another cluster, and `base` lifts them.
    await runner.query(`
      CREATE TABLE ${s}.log_base (
        only_row          boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        base              bigint NOT NULL,
        system_identifier bigint NOT NULL,
        server_started_at timestamptz NOT NULL
      )`);
    // What there is of a stream is 1 to highest without the gaps. It is this row that makes archiving idempotent: a key of a
    // partitioned table cannot be unique over days. It is updated with every event, so no column of it is indexed but the
    // one that stays null while nothing is missing.
    await runner.query(`
      CREATE TABLE ${s}.stream (
        module            text NOT NULL,
        stream_id         text NOT NULL,
        highest           bigint NOT NULL DEFAULT 0,
        gaps              int8multirange NOT NULL DEFAULT '{}',
        contiguous        bigint GENERATED ALWAYS AS (CASE WHEN isempty(gaps) THEN highest ELSE lower(gaps) - 1 END) STORED,
        ord               bigint NOT NULL DEFAULT 0,
        first_archived_on date,
        last_archived_on  date,
        gap_since         timestamptz,
        ask_at            timestamptz,
        asks              integer NOT NULL DEFAULT 0,
        last_answer       text,
        PRIMARY KEY (module, stream_id)
      ) WITH (fillfactor = 70)`);
    await runner.query(`CREATE INDEX stream_to_ask ON ${s}.stream (ask_at) WHERE ask_at IS NOT NULL`);
    // data is text: it is kept as it was recorded, whatever it is.
    await runner.query(`
      CREATE TABLE ${s}.event (
        position       bigint GENERATED ALWAYS AS IDENTITY (CACHE 1),
        ord            bigint NOT NULL,
        version        bigint NOT NULL,
        recorded_at    timestamptz NOT NULL,
        archived_at    timestamptz NOT NULL,
        event_id       uuid NOT NULL,
        archived_on    date NOT NULL,
        schema_version integer NOT NULL,
        module         text NOT NULL,
        stream_id      text NOT NULL,
        type           text NOT NULL,
        key            text,
        headers        json NOT NULL,
        data           text NOT NULL,
        PRIMARY KEY (module, stream_id, version, archived_on)
      ) PARTITION BY RANGE (archived_on)`);
    await runner.query(`CREATE INDEX event_order ON ${s}.event (ord, position)`);
    await runner.query(`CREATE INDEX event_order_in_module ON ${s}.event (module, ord, position)`);
    await runner.query(`CREATE INDEX event_order_in_type ON ${s}.event (type, ord, position)`);
    await runner.query(`CREATE TABLE ${s}.event_default PARTITION OF ${s}.event DEFAULT`);
    // Each lane has rows of its own, so that lanes do not wait for each other to count.
    await runner.query(`
      CREATE TABLE ${s}.lane (
        name           text NOT NULL,
        module         text NOT NULL,
        next_offset    bigint,
        events         bigint NOT NULL,
        streams        bigint NOT NULL,
        duplicates     bigint NOT NULL,
        last_event_id  uuid,
        last_stream_id text,
        last_version   bigint,
        last_type      text,
        recorded_at    timestamptz,
        archived_at    timestamptz NOT NULL,
        PRIMARY KEY (name, module)
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE ${s}.tally (
        lane   text NOT NULL,
        module text NOT NULL,
        type   text NOT NULL,
        events bigint NOT NULL,
        PRIMARY KEY (lane, module, type)
      ) WITH (fillfactor = 50)`);
    // Two events of one version: an owner that was set back has written its history anew. The first one stays in the archive.
    await runner.query(`
      CREATE TABLE ${s}.conflict (
        module      text NOT NULL,
        stream_id   text NOT NULL,
        version     bigint NOT NULL,
        event_id    uuid NOT NULL,
        archived_id uuid NOT NULL,
        headers     json NOT NULL,
        data        text NOT NULL,
        seen_at     timestamptz NOT NULL,
        PRIMARY KEY (module, stream_id, version, event_id)
      )`);
    // What PostgreSQL will not take as an event is kept as bytes, once.
    await runner.query(`
      CREATE TABLE ${s}.refused_message (
        digest     bytea PRIMARY KEY,
        lane       text NOT NULL,
        message    bytea NOT NULL,
        error      text NOT NULL,
        refused_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const s = schemaOf(runner);
    for (const table of ['refused_message', 'conflict', 'tally', 'lane', 'event', 'stream', 'log_base'])
      await runner.query(`DROP TABLE ${s}.${table}`);
  }
}
