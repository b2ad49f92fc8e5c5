import { z } from 'zod';

import type { EncodedMessage } from '../envelope/cloud-events.js';

/** Where a service answers with events of one stream as they were recorded, for other services only. */
export const RECORDED_STREAM_PATH = '/internal/streams/:module/:streamId';
/** Most events in one answer; who wants more asks again after the last one. */
export const MOST_RECORDED_EVENTS = 500;

export function recordedStreamPath(module: string, streamId: string): string {
  return `/internal/streams/${encodeURIComponent(module)}/${encodeURIComponent(streamId)}`;
}

/** A message as services hand it on: nothing of it is read, so that data of any type and version passes as it is. */
export const encodedMessageSchema: z.ZodType<EncodedMessage> = z.object({
  key: z.string(),
  headers: z.record(z.string(), z.string()),
  value: z.string(),
});

export const recordedStreamSchema = z
  .object({ items: z.array(encodedMessageSchema) })
  .meta({ id: 'RecordedStream' });
