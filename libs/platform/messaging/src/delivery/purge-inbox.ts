import { purgeRows, type UnitOfWork } from '@platform/persistence';

import type { Channel } from '../envelope/message.js';

/**
 * Marks stay for so much longer than messages: what was read long ago is read again after a restore, as far back as the broker has it,
 * and it removes what is too old by whole segments of a day.
 */
export const MARKS_DAYS_MORE = 2;

/**
 * Forgets streams that a consumer has not heard of for `days`: nothing so old is delivered again, so a stream that comes back
 * is simply marked anew.
 * @param keptChannels channels whose marks stay for good
 * @returns how many rows went
 */
export async function purgeInbox(
  unit: UnitOfWork,
  days: number,
  signal?: AbortSignal,
  keptChannels: readonly Channel[] = [],
): Promise<number> {
  const s = `"${unit.schema}"`;
  if (!keptChannels.includes('events')) await notePurge(unit, days);
  const purged = await purgeRows(
    unit,
    {
      table: `${s}.inbox`,
      where: `t.marked_on < current_date - $1::int AND t.channel <> ALL ($2::text[])
        AND NOT EXISTS (SELECT FROM ${s}.parked_key k WHERE k.consumer = t.consumer
          AND k.source_module = t.source_module AND k.channel = t.channel AND k.stream_id = t.stream_id)`,
      parameters: [days, keptChannels],
    },
    signal,
  );
  await unit.run(() =>
    unit.query(
      `DELETE FROM ${s}.delivery_attempt a USING ${s}.inbox i
        WHERE (i.consumer, i.source_module, i.channel, i.stream_id) = (a.consumer, a.source_module, a.channel, a.stream_id)
          AND i.last_version >= a.version`,
    ),
  );
  return purged;
}

/**
 * Of each consumer that loses marks of events: from which day on all of them are there. Noted before the first goes, by whoever
 * it is that removes them: an archive that there is some day could bring again what they said was handled.
 */
async function notePurge(unit: UnitOfWork, days: number): Promise<void> {
  const s = `"${unit.schema}"`;
  await unit.run(() =>
    unit.query(
      `INSERT INTO ${s}.inbox_purge (consumer, source_module, before)
       SELECT DISTINCT consumer, source_module, current_date - $1::int FROM ${s}.inbox
        WHERE channel = 'events' AND marked_on < current_date - $1::int ORDER BY consumer, source_module
       ON CONFLICT (consumer, source_module) DO UPDATE SET before = greatest(inbox_purge.before, excluded.before)`,
      [days],
    ),
  );
}

/** Marks of a module's events from before this day may be gone; undefined when none ever went. */
export async function marksPurged(
  unit: UnitOfWork,
  consumer: string,
  sourceModule: string,
): Promise<Date | undefined> {
  const [row] = await unit.read(() =>
    unit.query<{ before: Date }>(
      // The day is the server's; who recorded the event may have had another one.
      `SELECT (before + 1)::timestamptz AS before FROM "${unit.schema}".inbox_purge WHERE consumer = $1 AND source_module = $2`,
      [consumer, sourceModule],
    ),
  );
  return row?.before;
}
