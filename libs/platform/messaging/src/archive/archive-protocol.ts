import { z } from 'zod';

import { encodedMessageSchema } from '../log/recorded-stream.js';

/** Where the Event Store answers services that lack events. */
export const ARCHIVED_EVENTS_PATH = '/internal/archive/:module/events';
export const INCOMPLETE_STREAMS_PATH = '/internal/archive/:module/incomplete';
/** Most events in one answer. */
export const MOST_ARCHIVED_EVENTS = 500;
/** Most incomplete streams in one answer. */
export const MOST_INCOMPLETE_STREAMS = 500;

export function archivedEventsPath(module: string): string {
  return `/internal/archive/${encodeURIComponent(module)}/events`;
}

export function incompleteStreamsPath(module: string): string {
  return `/internal/archive/${encodeURIComponent(module)}/incomplete`;
}

export const incompleteStreamSchema = z
  .object({ streamId: z.string(), missing: z.array(z.object({ from: z.int(), to: z.int() })) })
  .meta({ id: 'IncompleteStream' });

export const archivePageSchema = z
  .object({
    items: z.array(encodedMessageSchema),
    incomplete: z.array(incompleteStreamSchema).describe('Of the streams of these events'),
    next: z.object({ streamId: z.string(), version: z.int() }).optional(),
  })
  .meta({ id: 'ArchivePage' });

export const incompleteStreamsSchema = z
  .object({
    items: z.array(incompleteStreamSchema),
    next: z.string().optional().describe('After which stream the next page begins'),
  })
  .meta({ id: 'IncompleteStreams' });
