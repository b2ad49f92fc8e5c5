import { Injectable } from '@nestjs/common';
import type { ServerSentEvent } from '@platform/http';

import { ArchiveHints } from '../archive/archive-hints.js';
import { type ArchivePlace, ArchiveReader, type EventFilter } from '../archive/archive-reader.js';
import { eventView } from './event-view.js';

const PAGE = 200;
const PAUSE_MS = { first: 5, longest: 500 };

/** The archive from some place on, and then what is archived, as it becomes readable. */
@Injectable()
export class EventFeed {
  constructor(
    private readonly reader: ArchiveReader,
    private readonly hints: ArchiveHints,
  ) {}

  async *follow(
    place: ArchivePlace,
    filter: EventFilter,
    signal: AbortSignal,
  ): AsyncGenerator<ServerSentEvent> {
    let after = place;
    let pause = PAUSE_MS.first;
    while (!signal.aborted) {
      // Begun before the read, so that what is announced while it runs is not slept over.
      const waiting = new AbortController();
      const grown = this.hints.next(pause, AbortSignal.any([signal, waiting.signal]));
      try {
        const rows = await this.reader.after(after, PAGE, filter);
        for (const row of rows) {
          const data = eventView(row);
          yield { id: data.cursor, event: data.type, data };
          after = { ord: row.ord, position: row.position };
        }
        if (rows.length === PAGE) continue;
        // What is committed becomes readable when everything that began before it has ended: soon, and nobody says when.
        pause = rows.length > 0 ? PAUSE_MS.first : Math.min(pause * 2, PAUSE_MS.longest);
        await grown;
      } finally {
        waiting.abort();
      }
    }
  }
}
