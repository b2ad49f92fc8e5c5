import pg from 'pg';

/** The same text for the same value, and all the time it takes, whatever the two servers and their users have set. */
const settings = [
  'client_encoding=UTF8',
  'timezone=UTC',
  'datestyle=ISO',
  'intervalstyle=postgres',
  'bytea_output=hex',
  'extra_float_digits=1',
  'statement_timeout=0',
  'idle_in_transaction_session_timeout=0',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

const connectLimitMs = 10_000;

/** One connection, for the time of `work`. */
export async function withSql<T>(url: string, work: (sql: pg.Client) => Promise<T>): Promise<T> {
  const sql = new pg.Client({
    ...{ connectionString: url, options: settings, application_name: 'whereabouts-move' },
    ...{ connectionTimeoutMillis: connectLimitMs, keepAlive: true },
  });
  // A connection that breaks while nothing is asked of it is found out by the next question.
  sql.on('error', () => undefined);
  await sql.connect();
  try {
    return await work(sql);
  } finally {
    await sql.end().catch(() => undefined);
  }
}

export const quoted = (name: string): string => pg.escapeIdentifier(name);

/** A table or sequence with its schema. */
export const inSchema = (schema: string, name: string): string => `${quoted(schema)}.${quoted(name)}`;

/** The role that owns a module's schema, as `@platform/persistence` names it. */
export const roleOf = (module: string): string => `whereabouts_${module}`;

export async function schemaExists(sql: pg.Client, schema: string): Promise<boolean> {
  const { rowCount } = await sql.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  return rowCount === 1;
}
