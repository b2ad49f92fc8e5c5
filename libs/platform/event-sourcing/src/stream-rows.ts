import { type RecordedMessage, openMessage } from '@platform/messaging';

/** What one statement finds of a stream: its latest usable snapshot and what happened after it. */
export interface StreamRow {
  readonly streamId: string;
  readonly snapshot: { readonly version: number; readonly state: unknown } | null;
  readonly events: readonly EventRow[] | null;
}

export interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly version: number;
  readonly data: string;
  readonly at: string;
}

/** An event as its stream keeps it, its data brought up to the current version. */
export interface HistoricEvent {
  readonly type: string;
  readonly version: number;
  /** RFC 3339, by the clock of the database. */
  readonly at: string;
  readonly data: unknown;
}

/** `$1` stream ids; `$2` version of the state that snapshots must have, null for none of them; `$3` last version wanted; `$4` latest time wanted. */
export function readStreamsSql(schema: string): string {
  const s = `"${schema}"`;
  return `
    SELECT i.stream_id AS "streamId",
           CASE WHEN s.stream_id IS NOT NULL THEN json_build_object('version', s.version, 'state', s.state) END AS snapshot,
           (SELECT json_agg(json_build_object('id', e.event_id, 'type', e.type, 'schemaVersion', e.schema_version,
                                              'version', e.version, 'data', e.data::text, 'at', e.recorded_at)
                            ORDER BY e.version)
              FROM ${s}.event e
             WHERE e.stream_id = i.stream_id AND e.version > coalesce(s.version, 0)
               AND ($3::bigint IS NULL OR e.version <= $3) AND ($4::timestamptz IS NULL OR e.recorded_at <= $4)) AS events
      FROM unnest($1::text[]) AS i (stream_id)
      LEFT JOIN ${s}.snapshot s ON s.stream_id = i.stream_id AND s.state_version = $2`;
}

/** @throws InvalidMessageError for an event that this process does not understand */
export function historic(module: string, streamId: string, row: EventRow): HistoricEvent {
  const recorded: RecordedMessage = {
    ...{ id: row.id, type: row.type, schemaVersion: row.schemaVersion, data: row.data },
    ...{ sourceModule: module, channel: 'events', streamId, streamVersion: row.version },
    ...{ time: row.at, correlationId: '' },
  };
  const { type, data } = openMessage(recorded);
  return { type, version: row.version, at: new Date(row.at).toISOString(), data };
}
