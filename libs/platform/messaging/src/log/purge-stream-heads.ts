import { purgeRows, type UnitOfWork } from '@platform/persistence';

/** Forgets the heads of streams that were given their last message more than `days` ago. @returns how many */
export async function purgeStreamHeads(
  unit: UnitOfWork,
  days: number,
  signal?: AbortSignal,
): Promise<number> {
  await notePurge(unit, days);
  return purgeRows(
    unit,
    {
      table: `"${unit.schema}".stream_head`,
      where: 't.finished_on < current_date - $1::int AND t.version = t.last_version',
      parameters: [days],
    },
    signal,
  );
}

/**
 * Noted before the first goes, and whether one does or not: those of sagas go by other rules, and none of them sooner. A stream
 * without a head that was written later was not forgotten, it is lost.
 */
async function notePurge(unit: UnitOfWork, days: number): Promise<void> {
  await unit.run(() =>
    unit.query(
      `UPDATE "${unit.schema}".log_base SET heads_purged_before = current_date - $1::int
        WHERE heads_purged_before IS NULL OR heads_purged_before < current_date - $1::int`,
      [days],
    ),
  );
}

/** Streams that ended before this moment may have no head any more; undefined when none ever went. */
export async function headsPurged(unit: UnitOfWork): Promise<Date | undefined> {
  const [row] = await unit.read(() =>
    unit.query<{ before: Date | null }>(
      `SELECT heads_purged_before::timestamptz AS before FROM "${unit.schema}".log_base`,
    ),
  );
  return row?.before ? new Date(row.before) : undefined;
}
