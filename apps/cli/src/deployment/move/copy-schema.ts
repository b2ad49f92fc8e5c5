import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { DeploymentError } from '../deployment-error.js';
import { sequencesOf, tablesOf, type Table } from './schema-tables.js';
import { inSchema, quoted, roleOf } from './sql-session.js';
import { digestOf } from './table-digest.js';

export interface SchemaCopy {
  readonly module: string;
  readonly source: { readonly sql: pg.Client; readonly schema: string };
  /** Its tables are there, made by the module's own migrations, and hold nothing that counts. */
  readonly target: { readonly sql: pg.Client; readonly schema: string };
}

export interface Copied {
  readonly tables: number;
  readonly rows: number;
}

/**
 * Copies all that a module's schema holds as of one moment, and compares table by table what arrived with what is there. Both
 * connections are of no use to anybody else afterwards.
 * @throws DeploymentError when they differ
 */
export async function copySchema(copy: SchemaCopy): Promise<Copied> {
  const { module, source, target } = copy;
  await source.sql.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  for (const { sql } of [source, target]) await sql.query(`SET ROLE ${quoted(roleOf(module))}`);
  const tables = await copiedTables(copy);
  for (const table of tables) await copyTable(copy, table);
  for (const name of await sequencesOf(source.sql, source.schema)) await copySequence(copy, name);
  const rows: number[] = [];
  for (const table of tables) rows.push(await verified(copy, table));
  return { tables: tables.length, rows: rows.reduce((sum, count) => sum + count, 0) };
}

/** Makes the partitions that the target lacks, and empties it of what migrations put there. */
async function copiedTables(copy: SchemaCopy): Promise<Table[]> {
  const { source, target } = copy;
  const there = new Set((await tablesOf(target.sql, target.schema)).map(({ name }) => name));
  const copied: Table[] = [];
  for (const table of await tablesOf(source.sql, source.schema)) {
    if (!there.has(table.name) && table.partition) await makePartition(copy, table);
    else if (!there.has(table.name)) {
      await assertLeftOver(copy, table);
      continue;
    }
    copied.push(table);
  }
  if (copied.length > 0) {
    const names = copied.map(({ name }) => inSchema(target.schema, name));
    await target.sql.query(`TRUNCATE ${names.join(', ')}`);
  }
  return copied;
}

async function makePartition({ target }: SchemaCopy, { name, partition }: Table): Promise<void> {
  if (!partition) return;
  await target.sql.query(
    `CREATE TABLE ${inSchema(target.schema, name)} PARTITION OF ${inSchema(target.schema, partition.of)} ${partition.bound}`,
  );
}

/** Another coordination's tables, made before the last but one move and of no use since, are left behind when they are empty. */
async function assertLeftOver({ module, source }: SchemaCopy, { name, columns }: Table): Promise<void> {
  const { rows } = await digestOf(source.sql, source.schema, name, columns);
  if (rows === 0) return;
  throw new DeploymentError(
    `Table ${name} of module ${module} holds ${rows} rows and is not among those that the module makes: empty it or move it away, then try again.`,
  );
}

async function copyTable({ source, target }: SchemaCopy, { name, columns }: Table): Promise<void> {
  const list = columns.map(quoted).join(', ');
  // A stream does not hear of it when its connection is lost, and would wait for ever.
  const lost = new AbortController();
  const abort = (error?: Error) => lost.abort(error ?? new Error('The connection to the database ended.'));
  for (const { sql } of [source, target]) sql.on('error', abort).on('end', abort);
  try {
    await pipeline(
      source.sql.query(copyTo(`COPY ${inSchema(source.schema, name)} (${list}) TO STDOUT`)),
      target.sql.query(copyFrom(`COPY ${inSchema(target.schema, name)} (${list}) FROM STDIN`)),
      { signal: lost.signal },
    );
  } catch (error) {
    throw lost.signal.aborted ? lost.signal.reason : error;
  } finally {
    for (const { sql } of [source, target]) sql.off('error', abort).off('end', abort);
  }
}

/** What is numbered next is numbered on from where the source was. */
async function copySequence({ source, target }: SchemaCopy, name: string): Promise<void> {
  const { rows } = await source.sql.query<{ last: string; called: boolean }>(
    `SELECT last_value::text AS last, is_called AS called FROM ${inSchema(source.schema, name)}`,
  );
  for (const { last, called } of rows)
    await target.sql.query('SELECT setval(to_regclass($1), $2::bigint, $3)', [
      inSchema(target.schema, name),
      last,
      called,
    ]);
}

/** @returns how many rows */
async function verified({ module, source, target }: SchemaCopy, { name, columns }: Table): Promise<number> {
  const [sent, arrived] = await Promise.all([
    digestOf(source.sql, source.schema, name, columns),
    digestOf(target.sql, target.schema, name, columns),
  ]);
  if (sent.rows === arrived.rows && sent.checksum === arrived.checksum) return sent.rows;
  const what = sent.rows === arrived.rows ? 'other contents' : `${arrived.rows} rows and not ${sent.rows}`;
  throw new DeploymentError(
    `The copy of table ${name} of module ${module} has ${what}: nothing was moved, everything is where it was; look at the databases' logs and try again.`,
  );
}
