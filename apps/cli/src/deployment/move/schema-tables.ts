import type pg from 'pg';
import { DeploymentError } from '../deployment-error.js';

/** Rows live in this table itself: an ordinary one, or one partition. */
export interface Table {
  readonly name: string;
  /** Those that are stored, in the order of the source. */
  readonly columns: readonly string[];
  /** Of a partition: its parent and which rows it takes. */
  readonly partition: { readonly of: string; readonly bound: string } | undefined;
  /** Tables that a foreign key of it points at. */
  readonly references: readonly string[];
}

/** Every module's migrations are written down in its own schema; a copy has a history of its own. */
const HISTORY = 'migration';

/** The tables of a schema that hold rows, each after those it refers to. */
export async function tablesOf(sql: pg.Client, schema: string): Promise<readonly Table[]> {
  const { rows } = await sql.query<{
    name: string;
    columns: string[] | null;
    parent: string | null;
    bound: string | null;
    references: string[] | null;
  }>(
    `SELECT c.relname AS name, p.relname AS parent, pg_get_expr(c.relpartbound, c.oid) AS bound,
            (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
            (SELECT array_agg(r.relname::text) FROM pg_constraint k JOIN pg_class r ON r.oid = k.confrelid
              WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS references
       FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
       LEFT JOIN pg_class p ON p.oid = i.inhparent
      WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname <> $2
      ORDER BY c.relname`,
    [schema, HISTORY],
  );
  return inOrder(
    rows.map(({ name, columns, parent, bound, references }) => ({
      ...{ name, columns: columns ?? [], references: references ?? [] },
      partition: parent !== null && bound !== null ? { of: parent, bound } : undefined,
    })),
  );
}

export async function sequencesOf(sql: pg.Client, schema: string): Promise<readonly string[]> {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relkind = 'S' ORDER BY 1`,
    [schema],
  );
  return rows.map(({ name }) => name);
}

function inOrder(tables: readonly Table[]): readonly Table[] {
  const ordered: Table[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const waiting = new Set(left.map(({ name }) => name));
    const next = left.filter(({ references }) => !references.some((name) => waiting.has(name)));
    if (next.length === 0) {
      throw new DeploymentError(
        `The tables ${[...waiting].join(', ')} refer to each other in a circle, so none of them can be copied first: drop one of their foreign keys, or move the schema with pg_dump.`,
      );
    }
    ordered.push(...next);
    left = left.filter((table) => !next.includes(table));
  }
  return ordered;
}
