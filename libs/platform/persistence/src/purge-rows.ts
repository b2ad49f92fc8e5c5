import type { UnitOfWork } from './unit-of-work.js';

const PAGES_AT_ONCE = 500;

export interface RowsToPurge {
  /** Quoted where need be, with its schema. */
  readonly table: string;
  /** Condition on the table's rows `t`; its parameters are numbered from $1. */
  readonly where: string;
  readonly parameters: readonly unknown[];
}

/**
 * Deletes the rows of one of the unit's tables that are no longer needed, in one pass over its pages: some at a time, since no
 * transaction may live long, and with pauses as long as the work. No index has to be kept for it, and nothing that is deleted
 * is looked at again.
 *
 * @param signal ends the pass after the chunk in hand
 * @returns how many rows went
 */
export async function purgeRows(
  unit: UnitOfWork,
  { table, where, parameters }: RowsToPurge,
  signal?: AbortSignal,
): Promise<number> {
  const [from, to] = [parameters.length + 1, parameters.length + 2];
  const sql = `
    WITH gone AS (
      DELETE FROM ${table} t WHERE t.ctid >= $${from}::tid AND t.ctid < $${to}::tid AND (${where}) RETURNING 1
    ) SELECT count(*)::int AS rows FROM gone`;
  const pages = await pagesOf(unit, table);
  let purged = 0;
  for (let page = 0; page < pages && !signal?.aborted; page += PAGES_AT_ONCE) {
    const started = performance.now();
    const [gone] = await unit.run(() =>
      unit.query<{ rows: number }>(sql, [...parameters, `(${page},0)`, `(${page + PAGES_AT_ONCE},0)`]),
    );
    purged += gone?.rows ?? 0;
    const tookMs = performance.now() - started;
    if (page + PAGES_AT_ONCE < pages) await new Promise((resolve) => setTimeout(resolve, tookMs));
  }
  return purged;
}

async function pagesOf(unit: UnitOfWork, table: string): Promise<number> {
  const [size] = await unit.read(() =>
    unit.query<{ pages: number }>(
      `SELECT pg_relation_size($1::regclass) / current_setting('block_size')::int AS pages`,
      [table],
    ),
  );
  return size?.pages ?? 0;
}
