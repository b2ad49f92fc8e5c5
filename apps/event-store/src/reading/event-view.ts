import {
  decodeCursor,
  encodeCursor,
  integerParameter,
  text,
  timestampSchema,
  versionSchema,
} from '@platform/http';
import { z } from 'zod';

import { ARCHIVE_START, type ArchivePlace } from '../archive/archive-reader.js';
import { type ArchivedRow, messageOf } from '../archive/archived-event.js';

export const MOST_EVENTS = 1_000;
export const limitParameter = integerParameter(1, MOST_EVENTS).default(100);
export const nameParameter = text(200);

export const eventSchema = z
  .object({
    cursor: z.string().describe('Reading goes on after this event when it is given as `after`'),
    id: z.string(),
    module: z.string(),
    streamId: z.string(),
    version: versionSchema,
    type: z.string(),
    schemaVersion: z.int().describe('Of `data`, as it was recorded: the archive changes nothing'),
    recordedAt: timestampSchema.describe("By the clock of its module's database"),
    archivedAt: timestampSchema,
    correlationId: z.string().optional(),
    causationId: z.string().optional(),
    traceparent: z.string().optional(),
    data: z.unknown().describe('Text where it is not JSON'),
  })
  .meta({ id: 'ArchivedEvent' });
export type EventView = z.output<typeof eventSchema>;

export function eventView(row: ArchivedRow): EventView {
  const { id, module, streamId, version, type, schemaVersion, recordedAt, archivedAt } = row;
  const { ce_correlationid, ce_causationid, ce_traceparent } = messageOf(row).headers;
  return {
    ...{ cursor: cursorAfter(row), id, module, streamId, version, type, schemaVersion },
    ...{ recordedAt: recordedAt.toISOString(), archivedAt: archivedAt.toISOString() },
    ...(ce_correlationid !== undefined && { correlationId: ce_correlationid }),
    ...(ce_causationid !== undefined && { causationId: ce_causationid }),
    ...(ce_traceparent !== undefined && { traceparent: ce_traceparent }),
    data: dataOf(row.data),
  };
}

const place = z.strictObject({ o: z.int().min(0), p: z.int().min(0) });

export const cursorPattern = /^[A-Za-z0-9_-]{1,500}$/;
export const afterParameter = z
  .string()
  .regex(cursorPattern, 'must be a cursor of an earlier answer')
  .optional()
  .describe('Cursor of the event to go on after; from the first event without it');

export function cursorAfter({ ord, position }: ArchivePlace): string {
  return encodeCursor({ o: ord, p: position });
}

/** @throws Problem invalid-cursor */
export function placeOf(cursor: string | undefined): ArchivePlace {
  const found = decodeCursor(cursor, place);
  return found ? { ord: found.o, position: found.p } : ARCHIVE_START;
}

function dataOf(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
