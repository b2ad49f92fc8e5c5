/**
 * Appends any number of messages to any number of streams of one log in one round trip.
 *
 * Parameters, as parallel arrays: $1 streams, sorted and distinct, and $2 the number of messages for each; then per
 * message, in the order they were recorded: $3 stream, $4 how many of its stream come after it, $5 id, $6 channel,
 * $7 target, $8 type, $9 schema version, $10 data, $11 meta. Returns each stream's version after the append.
 *
 * The heads are locked in the order of $1, the same for every writer, so two appends cannot deadlock. `position` is drawn
 * when a row of `head` has come out, that is while the head's lock is held: within a stream it rises with the version.
 * No row of `log_base` fits on a cluster that the log was not tied to: then nothing is written and nothing returned.
 */
export function appendStatement(schema: string): string {
  const s = `"${schema}"`;
  return `
    WITH head AS (
      INSERT INTO ${s}.stream_head AS h (stream_id, version, ord)
      SELECT stream_id, messages, base + pg_current_xact_id()::text::bigint
        FROM ${s}.log_base, unnest($1::text[], $2::bigint[]) AS input (stream_id, messages)
       WHERE system_identifier = (SELECT system_identifier FROM pg_control_system())
      ON CONFLICT (stream_id) DO UPDATE
        SET version = h.version + excluded.version, ord = greatest(h.ord, excluded.ord)
      RETURNING stream_id, version, ord
    ), written AS (
      INSERT INTO ${s}.event (ord, version, recorded_at, event_id, recorded_on, schema_version, channel, target,
                              stream_id, type, data, meta)
      SELECT head.ord, head.version - m.followers, statement_timestamp(), m.event_id,
             (statement_timestamp() AT TIME ZONE 'UTC')::date, m.schema_version, m.channel, m.target, m.stream_id, m.type,
             m.data::json, m.meta::json
        FROM unnest($3::text[], $4::bigint[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::int[], $10::text[],
                    $11::text[]) WITH ORDINALITY
               AS m (stream_id, followers, event_id, channel, target, type, schema_version, data, meta, place)
        JOIN head USING (stream_id)
       ORDER BY m.place
    )
    SELECT stream_id AS "streamId", version FROM head`;
}
