import type { UnitOfWork } from '@platform/persistence';

const AT_ONCE = 5_000;

/**
 * Forgets streams that a consumer has not heard of for `days`: nothing so old is delivered again, so a stream that comes back
 * is simply marked anew. In chunks, since no transaction may live long.
 * @returns how many rows went
 */
export async function purgeInbox(unit: UnitOfWork, days: number): Promise<number> {
  const s = `"${unit.schema}"`;
  let purged = 0;
  for (;;) {
    const rows = await unit.run(() =>
      unit.query(
        `DELETE FROM ${s}.inbox WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM ${s}.inbox i WHERE marked_on < current_date - $1::int
             AND NOT EXISTS (SELECT FROM ${s}.parked_key k WHERE k.consumer = i.consumer
               AND k.source_module = i.source_module AND k.channel = i.channel AND k.stream_id = i.stream_id)
           LIMIT $2)) RETURNING 1`,
        [days, AT_ONCE],
      ),
    );
    purged += rows.length;
    if (rows.length < AT_ONCE) break;
  }
  await unit.run(() =>
    unit.query(
      `DELETE FROM ${s}.delivery_attempt a USING ${s}.inbox i
        WHERE (i.consumer, i.source_module, i.channel, i.stream_id) = (a.consumer, a.source_module, a.channel, a.stream_id)
          AND i.last_version >= a.version`,
    ),
  );
  return purged;
}
