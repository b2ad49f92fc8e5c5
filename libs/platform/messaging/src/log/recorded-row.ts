import type { Channel, RecordedMessage } from '../envelope/message.js';

/** Columns of a message; `data` as text, for the codec to carry as it is. */
export const MESSAGE_COLUMNS = `event_id AS id, type, schema_version AS "schemaVersion", channel, target,
  stream_id AS "streamId", version AS "streamVersion", data::text AS data, meta, recorded_at AS "recordedAt"`;

/** A row of {@link MESSAGE_COLUMNS}. */
export interface RecordedRow {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly channel: Channel;
  readonly target: string | null;
  readonly streamId: string;
  readonly streamVersion: number;
  readonly data: string;
  readonly meta: {
    readonly correlationId: string;
    readonly causationId?: string;
    readonly traceparent?: string;
  };
  readonly recordedAt: Date;
}

export function toRecordedMessage(sourceModule: string, row: RecordedRow): RecordedMessage {
  return {
    id: row.id,
    type: row.type,
    schemaVersion: row.schemaVersion,
    sourceModule,
    channel: row.channel,
    ...(row.target !== null && { target: row.target }),
    streamId: row.streamId,
    streamVersion: row.streamVersion,
    data: row.data,
    time: row.recordedAt.toISOString(),
    ...row.meta,
  };
}
