import type { MessageKey } from '../delivery/message-key.js';
import { KEY_COLUMNS, KEY_CONDITION } from '../delivery/message-key.js';

/** A stream whose messages one consumer sets aside. */
export interface ParkedKey extends MessageKey {
  readonly consumer: string;
}

export interface ParkedKeyView extends ParkedKey {
  readonly parkedAt: Date;
  /** Tries of the first message so far. */
  readonly attempts: number;
  /** Why the last of them failed. */
  readonly error: string;
  /** The message that failed and those that joined it. */
  readonly messages: number;
  /** The message that failed: its stream version and type. */
  readonly firstVersion: number;
  readonly firstType: string;
}

/** $1 consumer or null for all, $2 limit. */
export function listSql(schema: string): string {
  return `SELECT k.consumer, k.source_module AS "sourceModule", k.channel, k.stream_id AS "streamId",
      k.parked_at AS "parkedAt", k.attempts, k.error, m.messages, m.first_version AS "firstVersion",
      m.first_type AS "firstType"
    FROM "${schema}".parked_key k CROSS JOIN LATERAL (
      SELECT count(*)::int AS messages, min(version) AS first_version,
             (array_agg(type ORDER BY version))[1] AS first_type
        FROM "${schema}".parked_message p
       WHERE p.consumer = k.consumer AND p.source_module = k.source_module AND p.channel = k.channel
         AND p.stream_id = k.stream_id) m
    WHERE $1::text IS NULL OR k.consumer = $1
    ORDER BY k.parked_at, k.stream_id LIMIT $2`;
}

/** A key's columns, then $5 the last version to discard or null for all. Moves the inbox mark past what is discarded. */
export function discardSql(schema: string): string {
  const s = `"${schema}"`;
  return `WITH discarded AS (
      DELETE FROM ${s}.parked_message WHERE ${KEY_CONDITION} AND version <= coalesce($5::bigint, version)
      RETURNING version
    ), marked AS (
      INSERT INTO ${s}.inbox AS i (${KEY_COLUMNS}, first_version, last_version, marked_on)
      SELECT $1, $2, $3, $4, min(version), max(version), current_date FROM discarded HAVING count(*) > 0
      ON CONFLICT (${KEY_COLUMNS}) DO UPDATE SET first_version = excluded.first_version,
        last_version = greatest(i.last_version, excluded.last_version), marked_on = excluded.marked_on
    )
    SELECT count(*)::int AS discarded FROM discarded`;
}
