import { purgeRows, type UnitOfWork } from '@platform/persistence';

import type { Channel } from '../envelope/message.js';

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
