import type { UnitOfWork } from '@platform/persistence';

import type { RecordedMessage } from '../envelope/message.js';

/** What a log knows of a stream. */
export interface KnownHead {
  readonly streamId: string;
  /** Of the stream's head. */
  readonly version: number;
  /** Ids of the events that the log has, by version, as far as they were asked for. */
  readonly ids: Readonly<Record<string, string>> | null;
}

/**
 * Inside a unit of work: what the log has of the streams of these events, and which events under their versions.
 * @param locked whether nobody else may append to these streams before the unit ends
 */
export async function knownHeads(
  unit: UnitOfWork,
  events: readonly RecordedMessage[],
  { locked = false } = {},
): Promise<ReadonlyMap<string, KnownHead>> {
  const s = `"${unit.schema}"`;
  const rows = await unit.query<KnownHead>(
    `SELECT h.stream_id AS "streamId", h.version,
            (SELECT json_object_agg(e.version, e.event_id) FROM ${s}.event e
              WHERE e.stream_id = h.stream_id AND e.version = ANY ($2::bigint[])) AS ids
       FROM ${s}.stream_head h WHERE h.stream_id = ANY ($1::text[]) ORDER BY h.stream_id ${locked ? 'FOR UPDATE' : ''}`,
    [
      [...new Set(events.map(({ streamId }) => streamId))],
      [...new Set(events.map(({ streamVersion }) => streamVersion))],
    ],
  );
  return new Map(rows.map((row) => [row.streamId, row]));
}
