import type { UnitOfWork } from '@platform/persistence';

import { joinCursor } from '../relay/reader-cursors.js';

const DAYS_AHEAD = 2;
/** Making or dropping a partition locks the log for a moment; better to try again later than to queue writers behind it. */
const LOCK_TIMEOUT = '1s';

const DEFAULT_PARTITION = 'event_default';

interface Partition {
  readonly name: string;
  readonly day: string;
}

/**
 * Makes the partitions of today and the next days where they are missing.
 * @param column the date that the table `event` is partitioned by
 */
export async function ensurePartitions(
  unit: UnitOfWork,
  today = utcDay(0),
  column = 'recorded_on',
): Promise<void> {
  const existing = new Set((await partitions(unit)).map(({ day }) => day));
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const day = addDays(today, ahead);
    if (!existing.has(day)) await makePartition(unit, day, column);
  }
}

/**
 * Removes days older than `retentionDays` that every outlet has passed, as whole partitions; what lies in the default one is
 * deleted.
 * @param outlets names of the outlets that read this log; one without a cursor has passed what lies before the log's beginning
 * @returns the days whose partitions were dropped
 */
export async function dropPassed(
  unit: UnitOfWork,
  outlets: readonly string[],
  retentionDays: number,
  today = utcDay(0),
): Promise<string[]> {
  const oldest = addDays(today, -retentionDays);
  const dropped: string[] = [];
  for (const { name, day } of await partitions(unit)) {
    if (day >= oldest) continue;
    const passed = await unit.run(async () => {
      if (await isAwaited(unit, name, outlets)) return false;
      await limitLocks(unit);
      await unit.query(`DROP TABLE "${unit.schema}"."${name}"`);
      return true;
    });
    if (passed) dropped.push(day);
  }
  await unit.run(async () => {
    if (await isAwaited(unit, DEFAULT_PARTITION, outlets, oldest)) return;
    await unit.query(`DELETE FROM "${unit.schema}".${DEFAULT_PARTITION} WHERE recorded_on < $1`, [oldest]);
  });
  return dropped;
}

/** True when some outlet has not passed a message of the partition that is older than `before`. */
async function isAwaited(
  unit: UnitOfWork,
  partition: string,
  outlets: readonly string[],
  before = 'infinity',
): Promise<boolean> {
  const s = `"${unit.schema}"`;
  const rows = await unit.query(
    `SELECT FROM unnest($1::text[]) AS o (outlet)
       ${joinCursor(s)}
       JOIN ${s}."${partition}" e ON (e.ord, e.position) > (coalesce(c.ord, 0), coalesce(c.position, 0))
      WHERE e.recorded_on < $2::date LIMIT 1`,
    [outlets, before],
  );
  return rows.length > 0;
}

async function partitions(unit: UnitOfWork): Promise<Partition[]> {
  const rows = await unit.read(() =>
    unit.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = $1::regclass AND c.relname ~ '^event_[0-9]{8}$' ORDER BY 1`,
      [`"${unit.schema}".event`],
    ),
  );
  return rows.map(({ name }) => ({
    name,
    day: name.replace(/^event_(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'),
  }));
}

async function makePartition(unit: UnitOfWork, day: string, column: string): Promise<void> {
  const name = `event_${day.replaceAll('-', '')}`;
  await unit.run(async () => {
    await limitLocks(unit);
    // A day that was begun in the default partition stays there.
    const begun = await unit.query(
      `SELECT FROM "${unit.schema}".${DEFAULT_PARTITION} WHERE ${column} = $1 LIMIT 1`,
      [day],
    );
    if (begun.length > 0) return;
    await unit.query(
      `CREATE TABLE IF NOT EXISTS "${unit.schema}"."${name}" PARTITION OF "${unit.schema}".event
         FOR VALUES FROM ('${day}') TO ('${addDays(day, 1)}')`,
    );
  });
}

async function limitLocks(unit: UnitOfWork): Promise<void> {
  await unit.query(`SELECT set_config('lock_timeout', $1, true)`, [LOCK_TIMEOUT]);
}

/** `yyyy-mm-dd` in UTC, as the log dates its events. */
function utcDay(daysFromNow: number): string {
  return addDays(new Date().toISOString().slice(0, 10), daysFromNow);
}

function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
