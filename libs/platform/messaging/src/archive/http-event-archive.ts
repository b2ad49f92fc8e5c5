import type { z } from 'zod';

import {
  archivedEventsPath,
  archivePageSchema,
  incompleteStreamsPath,
  incompleteStreamsSchema,
  MOST_ARCHIVED_EVENTS,
} from './archive-protocol.js';
import { ArchiveAwayError } from './errors.js';
import type {
  ArchivePage,
  EventArchive,
  IncompleteStream,
  PlaceInModule,
  Published,
  WantedEvents,
} from './event-archive.js';

const ANSWER_MS = 15_000;

/** The Event Store of a deployment. */
export class HttpEventArchive implements EventArchive {
  constructor(private readonly url: string) {}

  async incomplete(
    module: string,
    published?: Published,
    signal?: AbortSignal,
  ): Promise<readonly IncompleteStream[]> {
    const { lane, before, refill } = published ?? {};
    const query = {
      ...(lane !== undefined && { lane }),
      ...(before !== undefined && { before: String(before) }),
      ...(refill !== undefined && { refill }),
    };
    const found: IncompleteStream[] = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const page: z.output<typeof incompleteStreamsSchema> = await this.ask(
        incompleteStreamsPath(module),
        { ...query, ...(after !== '' && { after }) },
        incompleteStreamsSchema,
        signal,
      );
      found.push(...page.items);
      after = page.next;
    }
    return found;
  }

  async events(
    module: string,
    { types }: WantedEvents,
    after?: PlaceInModule,
    signal?: AbortSignal,
  ): Promise<ArchivePage> {
    const query = {
      limit: String(MOST_ARCHIVED_EVENTS),
      ...(types && { types: [...types].join(',') }),
      ...(after && { afterStream: after.streamId, afterVersion: String(after.version) }),
    };
    return this.ask(archivedEventsPath(module), query, archivePageSchema, signal);
  }

  private async ask<Schema extends z.ZodType>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: Schema,
    signal?: AbortSignal,
  ): Promise<z.output<Schema>> {
    const url = new URL(path, this.url);
    url.search = new URLSearchParams(query).toString();
    const limit = AbortSignal.timeout(ANSWER_MS);
    const response = await this.fetch(url, signal ? AbortSignal.any([signal, limit]) : limit);
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok)
      throw new ArchiveAwayError(`the Event Store does not know: ${reasonOf(body, response.status)}`);
    return schema.parse(body);
  }

  private async fetch(url: URL, signal: AbortSignal): Promise<Response> {
    try {
      return await fetch(url, { signal });
    } catch (cause) {
      throw new ArchiveAwayError('the Event Store is out of reach', { cause });
    }
  }
}

function reasonOf(body: unknown, status: number): string {
  const detail = (body as { detail?: unknown } | undefined)?.detail;
  return typeof detail === 'string' ? detail : `status ${status}`;
}
