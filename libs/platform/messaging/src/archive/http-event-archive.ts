import type { z } from 'zod';

import {
  archivedEventsPath,
  archivePageSchema,
  incompleteStreamsPath,
  incompleteStreamsSchema,
  MOST_ARCHIVED_EVENTS,
} from './archive-protocol.js';
import type {
  ArchivePage,
  EventArchive,
  IncompleteStream,
  PlaceInModule,
  Published,
  WantedEvents,
} from './event-archive.js';

/** It may have to ask the owner first. */
const ANSWER_MS = 15_000;

/** The Event Store of a deployment. */
export class HttpEventArchive implements EventArchive {
  constructor(private readonly url: string) {}

  async incomplete(module: string, published?: Published): Promise<readonly IncompleteStream[]> {
    const { lane, before } = published ?? {};
    const query = {
      ...(lane !== undefined && { lane }),
      ...(before !== undefined && { before: String(before) }),
    };
    return (await this.ask(incompleteStreamsPath(module), query, incompleteStreamsSchema)).items;
  }

  async events(
    module: string,
    { types, streamId }: WantedEvents,
    after?: PlaceInModule,
  ): Promise<ArchivePage> {
    const query = {
      limit: String(MOST_ARCHIVED_EVENTS),
      ...(types && { types: [...types].join(',') }),
      ...(streamId !== undefined && { streamId }),
      ...(after && { afterStream: after.streamId, afterVersion: String(after.version) }),
    };
    return this.ask(archivedEventsPath(module), query, archivePageSchema);
  }

  private async ask<Schema extends z.ZodType>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    const url = new URL(path, this.url);
    url.search = new URLSearchParams(query).toString();
    const response = await this.fetch(url);
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw new Error(`the Event Store does not know: ${reasonOf(body, response.status)}`);
    return schema.parse(body);
  }

  private async fetch(url: URL): Promise<Response> {
    try {
      return await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    } catch (cause) {
      throw new Error('the Event Store is out of reach', { cause });
    }
  }
}

function reasonOf(body: unknown, status: number): string {
  const detail = (body as { detail?: unknown } | undefined)?.detail;
  return typeof detail === 'string' ? detail : `status ${status}`;
}
