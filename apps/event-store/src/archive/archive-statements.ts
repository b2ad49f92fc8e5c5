import { ON_THIS_SERVER } from '@platform/messaging';

/** Condition on the rows of `i` and `e`: the days on which the stream has been archived, so that no other partition is looked at. */
const IN_ITS_DAYS = 'e.archived_on BETWEEN i.first AND i.last';

/** The statements of one archive, by what they do. Parameters that are lists are JSON texts of one array. */
export function archiveStatements(schema: string) {
  const s = `"${schema}"`;
  return {
    /** $1 the streams. The rows are made in the order in which {@link lockStreams} locks them. */
    makeStreams: `
      INSERT INTO ${s}.stream (module, stream_id)
      SELECT module, "streamId" FROM json_to_recordset($1::json) AS i (module text, "streamId" text)
       ORDER BY module, "streamId" ON CONFLICT DO NOTHING`,
    /** $1 the streams. */
    lockStreams: `
      SELECT t.module, t.stream_id AS "streamId", t.highest, t.gaps::text AS gaps,
             t.first_archived_on::text AS first, t.last_archived_on::text AS last
        FROM json_to_recordset($1::json) AS i (module text, "streamId" text)
        JOIN ${s}.stream t ON t.module = i.module AND t.stream_id = i."streamId"
       ORDER BY t.module, t.stream_id FOR UPDATE OF t`,
    /** $1 versions that are archived, with the days of their streams. */
    archivedIds: `
      SELECT e.module, e.stream_id AS "streamId", e.version, e.event_id AS id
        FROM json_to_recordset($1::json) AS i (module text, "streamId" text, version bigint, first date, last date)
        JOIN ${s}.event e ON e.module = i.module AND e.stream_id = i."streamId" AND e.version = i.version AND ${IN_ITS_DAYS}`,
    /**
     * $1 the states of streams, $2 the events in the order in which they are to be read. No row of `log_base` fits a server
     * that the archive was not tied to: then nothing is written and the count is 0.
     */
    append: `
      WITH moved AS (
        UPDATE ${s}.stream t SET
               ord = greatest(t.ord, b.base + pg_current_xact_id()::text::bigint),
               highest = i.highest, gaps = i.gaps::int8multirange,
               first_archived_on = least(t.first_archived_on, (statement_timestamp() AT TIME ZONE 'UTC')::date),
               last_archived_on = greatest(t.last_archived_on, (statement_timestamp() AT TIME ZONE 'UTC')::date),
               gap_since = CASE WHEN i.gaps = '{}' THEN NULL ELSE coalesce(t.gap_since, statement_timestamp()) END,
               ask_at = CASE WHEN i.gaps = '{}' THEN NULL WHEN i.grew THEN statement_timestamp() ELSE t.ask_at END,
               asks = CASE WHEN i.gaps = '{}' OR i.grew THEN 0 ELSE t.asks END,
               last_answer = CASE WHEN i.gaps = '{}' THEN NULL ELSE t.last_answer END
          FROM ${s}.log_base b,
               json_to_recordset($1::json) AS i (module text, "streamId" text, highest bigint, gaps text, grew boolean)
         WHERE t.module = i.module AND t.stream_id = i."streamId" AND b.${ON_THIS_SERVER}
        RETURNING t.module, t.stream_id, t.ord
      ), written AS (
        INSERT INTO ${s}.event (ord, version, recorded_at, archived_at, event_id, archived_on, schema_version, module, stream_id,
                                type, key, headers, data)
        SELECT moved.ord, i.version, i.recorded_at, statement_timestamp(), i.id,
               (statement_timestamp() AT TIME ZONE 'UTC')::date, i.schema_version, i.module, i.stream_id, i.type, i.key,
               i.headers::json, i.data
          FROM ROWS FROM (json_to_recordset($2::json) AS (module text, "streamId" text, version bigint, id uuid, type text,
                            "schemaVersion" int, time timestamptz, headers text, key text, data text)) WITH ORDINALITY
                 AS i (module, stream_id, version, id, type, schema_version, recorded_at, headers, key, data, place)
          JOIN moved USING (module, stream_id)
         ORDER BY i.place
        RETURNING 1
      )
      SELECT count(*)::int AS written FROM written`,
    /** $1 the events that another one stands in the place of. */
    noteConflicts: `
      INSERT INTO ${s}.conflict (module, stream_id, version, event_id, archived_id, headers, data, seen_at)
      SELECT module, "streamId", version, id, "archivedId", headers::json, data, statement_timestamp()
        FROM json_to_recordset($1::json) AS i (module text, "streamId" text, version bigint, id uuid, "archivedId" uuid,
                                               headers text, data text)
       ORDER BY module, "streamId", version, id ON CONFLICT DO NOTHING`,
    /** $1 lane, $2 module, $3 offset, $4 events, $5 streams that are new, $6 duplicates, $7 the last event or null. */
    moveLane: `
      INSERT INTO ${s}.lane AS l (name, module, next_offset, events, streams, duplicates, last_event_id, last_stream_id,
                                  last_version, last_type, recorded_at, archived_at)
      SELECT $1, $2, $3::bigint, $4::bigint, $5::bigint, $6::bigint, i.*, statement_timestamp()
        FROM json_to_record($7::json) AS i (id uuid, "streamId" text, version bigint, type text, time timestamptz)
      ON CONFLICT (name, module) DO UPDATE SET
        next_offset = coalesce(excluded.next_offset, l.next_offset), events = l.events + excluded.events,
        streams = l.streams + excluded.streams, duplicates = l.duplicates + excluded.duplicates,
        last_event_id = coalesce(excluded.last_event_id, l.last_event_id),
        last_stream_id = coalesce(excluded.last_stream_id, l.last_stream_id),
        last_version = coalesce(excluded.last_version, l.last_version),
        last_type = coalesce(excluded.last_type, l.last_type),
        recorded_at = coalesce(excluded.recorded_at, l.recorded_at),
        archived_at = CASE WHEN excluded.events > 0 THEN excluded.archived_at ELSE l.archived_at END`,
    /** $1 lane, $2 module, $3 how many of each type. */
    tally: `
      INSERT INTO ${s}.tally AS t (lane, module, type, events)
      SELECT $1, $2, type, events FROM json_to_recordset($3::json) AS i (type text, events bigint) ORDER BY type
      ON CONFLICT (lane, module, type) DO UPDATE SET events = t.events + excluded.events`,
  };
}
