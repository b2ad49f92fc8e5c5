import { z } from 'zod';

import type { EncodedMessage } from '../envelope/cloud-events.js';

/** Where a service answers with events of one stream as they were recorded, for other services only. */
export const RECORDED_STREAM_PATH = '/internal/streams/:module/:streamId';
/** Most events in one answer; who wants more asks again after the last one. */
export const MOST_RECORDED_EVENTS = 500;

export function recordedStreamPath(module: string, streamId: string): string {
  return `/internal/streams/${encodeURIComponent(module)}/${encodeURIComponent(streamId)}`;
}

/** Where a service tells how far the streams of its modules go. */
export const RECORDED_STREAMS_PATH = '/internal/streams/:module';
export const MOST_RECORDED_STREAMS = 1_000;

export function recordedStreamsPath(module: string): string {
  return `/internal/streams/${encodeURIComponent(module)}`;
}

export const recordedStreamsSchema = z
  .object({ items: z.array(z.object({ streamId: z.string(), version: z.int() })) })
  .meta({ id: 'RecordedStreams' });

/** A message as services hand it on: nothing of it is read, so that data of any type and version passes as it is. */
export const encodedMessageSchema: z.ZodType<EncodedMessage> = z.object({
  key: z.string(),
  headers: z.record(z.string(), z.string()),
  value: z.string(),
});

export const recordedStreamSchema = z
  .object({ items: z.array(encodedMessageSchema) })
  .meta({ id: 'RecordedStream' });
