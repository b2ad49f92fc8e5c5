import { ON_THIS_SERVER, SETTLED } from './log-base.js';
import type { LogPolicy } from './log-policy.js';
import type { PendingMessage } from './pending-message.js';
import { isSentStream } from './sent-streams.js';

/** A message with its place among those of its stream in this append. */
export type AppendedMessage = PendingMessage & {
  /** How many messages of the same stream come after it. */
  readonly followers: number;
};

/** How many messages a stream is appended. */
export interface AppendedStream {
  readonly streamId: string;
  readonly messages: number;
}

/**
 * Appends any number of messages to any number of streams of one log in one round trip.
 *
 * $1: the streams, sorted and distinct; $2: the messages in the order they were recorded; see {@link appendParameters}.
 * Returns each stream's version after the append.
 *
 * The heads are locked in the order of $1, the same for every writer, so two appends cannot deadlock. `position` is drawn
 * when a row of `head` has come out, that is while the head's lock is held: within a stream it rises with the version.
 * Commands and replies go on above the floor that a restore raises, whatever the dump knows of their streams.
 * No row of `log_base` fits a server that the log was not tied to, or a log that others may know more of where only settled ones
 * are written: then nothing is written and nothing returned.
 */
export function appendStatement(schema: string, { settledOnly }: Pick<LogPolicy, 'settledOnly'>): string {
  const s = `"${schema}"`;
  const mayBeWritten = settledOnly ? `${ON_THIS_SERVER} AND ${SETTLED}` : ON_THIS_SERVER;
  return `
    WITH head AS (
      INSERT INTO ${s}.stream_head AS h (stream_id, version, ord)
      SELECT "streamId", messages + CASE WHEN ${isSentStream('"streamId"')} THEN sent_floor ELSE 0 END,
             base + pg_current_xact_id()::text::bigint
        FROM ${s}.log_base, json_to_recordset($1::json) AS input ("streamId" text, messages bigint)
       WHERE ${mayBeWritten}
      ON CONFLICT (stream_id) DO UPDATE
        SET version = excluded.version + greatest(0, h.version -
              CASE WHEN ${isSentStream('h.stream_id')} THEN (SELECT sent_floor FROM ${s}.log_base) ELSE 0 END),
            ord = greatest(h.ord, excluded.ord)
      RETURNING stream_id, version, ord
    ), written AS (
      INSERT INTO ${s}.event (ord, version, recorded_at, event_id, recorded_on, schema_version, channel, target,
                              stream_id, type, data, meta)
      SELECT head.ord, head.version - m.followers, statement_timestamp(), m.id,
             (statement_timestamp() AT TIME ZONE 'UTC')::date, m.schema_version, m.channel, m.target, m.stream_id, m.type,
             m.data::json, m.meta::json
        FROM ROWS FROM (json_to_recordset($2::json) AS ("streamId" text, followers bigint, id uuid, channel text,
                          target text, type text, "schemaVersion" int, data text, meta text)) WITH ORDINALITY
               AS m (stream_id, followers, id, channel, target, type, schema_version, data, meta, place)
        JOIN head USING (stream_id)
       ORDER BY m.place
    )
    SELECT stream_id AS "streamId", version FROM head`;
}

/**
 * One JSON text per parameter: the driver quotes arrays element by element, at twice the cost. `data` stays a string within
 * it, so that PostgreSQL does not look into it while it takes the rows apart (it cannot take a \\u0000 out of JSON).
 */
export function appendParameters(
  streams: readonly AppendedStream[],
  messages: readonly AppendedMessage[],
): [string, string] {
  return [JSON.stringify(streams), JSON.stringify(messages)];
}
