import { Injectable } from '@nestjs/common';
import { componentLogger, counter, histogram } from '@platform/observability';

import type { EventToArchive } from './archived-event.js';

const archived = counter({
  name: 'whereabouts_archive_events_total',
  help: 'Events that this process archived.',
  labels: ['module'],
});
const duplicates = counter({
  name: 'whereabouts_archive_duplicates_total',
  help: 'Events that came again.',
});
const lag = histogram({
  name: 'whereabouts_archive_lag_seconds',
  help: 'From the recording of an event, by the clock of its database, to its being archived.',
  labels: ['module'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600],
});

/** What is told of the archive's work: figures, and what people have to see. */
@Injectable()
export class ArchiveObserver {
  private readonly logger = componentLogger('archive');

  archived(events: readonly EventToArchive[], again: number, conflicts: readonly EventToArchive[]): void {
    const now = Date.now();
    for (const { module, time } of events) {
      archived.inc({ module });
      lag.observe({ module }, Math.max(0, now - Date.parse(time)) / 1_000);
    }
    if (again > 0) duplicates.inc(again);
    for (const { module, streamId, version, id, type } of conflicts)
      this.logger.error(
        { module, streamId, version, id, type },
        'another event of this version is archived: its owner has been set back, or two streams share an id',
      );
  }

  refused(lane: string, error: unknown): void {
    this.logger.error({ lane, err: error }, 'a message cannot be archived as an event and is kept apart');
  }
}
