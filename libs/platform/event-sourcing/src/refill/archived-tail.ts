import {
  decodeEnvelope,
  type EncodedMessage,
  type KnownHead,
  knownHeads,
  ON_THIS_SERVER,
  type RecordedMessage,
} from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import { LogRefillError } from './errors.js';

/** Appends events that a log once had, as they were: their versions, ids and times. */
export class ArchivedTail {
  private readonly appendSql: string;

  constructor(private readonly unit: UnitOfWork) {
    const s = `"${unit.schema}"`;
    // `ord` is stamped as by every append: readers of the log come past it, though the events are old.
    this.appendSql = `
      WITH head AS (
        INSERT INTO ${s}.stream_head AS h (stream_id, version, ord)
        SELECT "streamId", "to", base + pg_current_xact_id()::text::bigint
          FROM ${s}.log_base, json_to_recordset($1::json) AS input ("streamId" text, "to" bigint)
         WHERE ${ON_THIS_SERVER} ORDER BY "streamId"
        ON CONFLICT (stream_id) DO UPDATE SET version = excluded.version, ord = greatest(h.ord, excluded.ord)
        RETURNING stream_id, ord
      ), written AS (
        INSERT INTO ${s}.event (ord, version, recorded_at, event_id, recorded_on, schema_version, channel, stream_id, type,
                                data, meta)
        SELECT head.ord, m.version, m.time, m.id, (m.time AT TIME ZONE 'UTC')::date, m.schema_version, 'events', m.stream_id,
               m.type, m.data::json, m.meta::json
          FROM ROWS FROM (json_to_recordset($2::json) AS ("streamId" text, version bigint, id uuid, type text,
                            "schemaVersion" int, time timestamptz, data text, meta text)) WITH ORDINALITY
                 AS m (stream_id, version, id, type, schema_version, time, data, meta, place)
          JOIN head USING (stream_id)
         ORDER BY m.place
        RETURNING 1
      )
      SELECT count(*)::int AS written FROM written`;
  }

  /**
   * Inside a unit of work: appends those of these events that the log does not have.
   * @param events by stream and version
   * @returns how many
   * @throws LogRefillError when the log has others of the same versions, or would have a gap
   */
  async append(events: readonly EncodedMessage[]): Promise<number> {
    const recorded = events.map(decodeEnvelope);
    const lacking = this.lacking(recorded, await knownHeads(this.unit, recorded, { locked: true }));
    if (lacking.length === 0) return 0;
    const heads = [...Map.groupBy(lacking, ({ streamId }) => streamId)].map(([streamId, tail]) => ({
      streamId,
      to: tail.at(-1)?.streamVersion,
    }));
    const [row] = await this.unit.query<{ written: number }>(this.appendSql, [
      JSON.stringify(heads),
      JSON.stringify(lacking.map(rowOf)),
    ]);
    if (row?.written !== lacking.length) throw new Error('The log is not tied to this server.');
    return lacking.length;
  }

  private lacking(
    recorded: readonly RecordedMessage[],
    known: ReadonlyMap<string, KnownHead>,
  ): readonly RecordedMessage[] {
    const heads = new Map<string, number>();
    return recorded.filter(({ streamId, streamVersion, id }) => {
      const stream = known.get(streamId);
      const own = stream?.ids?.[streamVersion];
      if (own !== undefined && own !== id)
        throw new LogRefillError(
          `Version ${streamVersion} of "${streamId}" in the log of "${this.unit.module}" is another event than the archived one: ` +
            'the module has gone on since it was set back.',
        );
      const head = heads.get(streamId) ?? stream?.version ?? 0;
      if (streamVersion <= head) return false;
      if (streamVersion > head + 1)
        throw new LogRefillError(
          `The archive lacks version ${head + 1} of "${streamId}" of "${this.unit.module}", and has version ${streamVersion}.`,
        );
      heads.set(streamId, streamVersion);
      return true;
    });
  }
}

function rowOf(event: RecordedMessage) {
  const { streamId, streamVersion: version, id, type, schemaVersion, time, data } = event;
  const { correlationId, causationId, traceparent } = event;
  const meta = JSON.stringify({ correlationId, causationId, traceparent });
  return { streamId, version, id, type, schemaVersion, time, data, meta };
}
