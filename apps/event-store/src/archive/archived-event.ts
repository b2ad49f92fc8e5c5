import { decodeEnvelope, type EncodedMessage, MalformedEnvelopeError } from '@platform/messaging';

const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An event with everything that its envelope said. */
export interface EventToArchive {
  readonly module: string;
  readonly streamId: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly time: string;
  /** The headers of the envelope that no other field tells, as JSON text. */
  readonly headers: string;
  readonly key: string | null;
  /** As it was recorded; nobody looks into it. */
  readonly data: string;
}

/** @throws MalformedEnvelopeError when it is not one of our messages; undefined when it is no event */
export function toArchive(message: EncodedMessage): EventToArchive | undefined {
  const recorded = decodeEnvelope(message);
  if (recorded.channel !== 'events') return undefined;
  const { id, type, schemaVersion, sourceModule: module, streamId, streamVersion: version, time } = recorded;
  const event = { module, streamId, version, id, type, schemaVersion, time };
  if (!ID.test(id) || version < 1 || Number.isNaN(Date.parse(time)))
    throw new MalformedEnvelopeError(`"${id}", version ${version} at "${time}", is no event.`);
  const told = headersOf(event);
  const others = Object.entries(message.headers).filter(([name, text]) => told[name] !== text);
  return {
    ...event,
    headers: JSON.stringify(Object.fromEntries(others)),
    key: message.key === streamId ? null : message.key,
    data: message.value,
  };
}

/** Columns of an archived event, as {@link ArchivedRow}. */
export const EVENT_COLUMNS = `module, stream_id AS "streamId", version, event_id AS id, type,
  schema_version AS "schemaVersion", recorded_at AS "recordedAt", archived_at AS "archivedAt", headers, key, data, event.ord, position`;

export interface ArchivedRow {
  readonly module: string;
  readonly streamId: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly recordedAt: Date;
  readonly archivedAt: Date;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string | null;
  readonly data: string;
  readonly ord: number;
  readonly position: number;
}

/** The message as it came, header by header. */
export function messageOf(row: ArchivedRow): EncodedMessage {
  const headers = { ...headersOf({ ...row, time: row.recordedAt.toISOString() }), ...row.headers };
  return { key: row.key ?? row.streamId, headers, value: row.data };
}

type Told = Pick<
  EventToArchive,
  'module' | 'streamId' | 'version' | 'id' | 'type' | 'schemaVersion' | 'time'
>;

/** What the columns tell; where an envelope wrote it otherwise, its own text is kept. */
function headersOf(event: Told): Record<string, string> {
  return {
    ce_id: event.id.toLowerCase(),
    ce_source: `/${event.module}`,
    ce_type: event.type,
    ce_subject: event.streamId,
    ce_time: new Date(event.time).toISOString(),
    ce_channel: 'events',
    ce_streamversion: String(event.version),
    ce_schemaversion: String(event.schemaVersion),
  };
}
