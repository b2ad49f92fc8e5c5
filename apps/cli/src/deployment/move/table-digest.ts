import type pg from 'pg';
import { inSchema, quoted } from './sql-session.js';

/** What a table holds, whatever the order of its rows. */
export interface TableDigest {
  readonly rows: number;
  /** Two sums over the rows, each of one half of their MD5: no sorting, and no row can hide behind another. */
  readonly checksum: string;
}

export async function digestOf(
  sql: pg.Client,
  schema: string,
  table: string,
  columns: readonly string[],
): Promise<TableDigest> {
  const half = (from: number) =>
    `coalesce(sum(('x' || substr(hash, ${from}, 16))::bit(64)::bigint::numeric), 0)::text`;
  const { rows } = await sql.query<{ rows: string; first: string; second: string }>(
    `SELECT count(*)::text AS rows, ${half(1)} AS first, ${half(17)} AS second
       FROM (SELECT md5(ROW(${columns.map(quoted).join(', ')})::text) AS hash FROM ${inSchema(schema, table)}) hashed`,
  );
  const [found] = rows;
  return { rows: Number(found?.rows ?? 0), checksum: `${found?.first ?? ''}/${found?.second ?? ''}` };
}
