import pg from 'pg';

const CONNECT_LIMIT_MS = 5_000;
const ANSWER_LIMIT_MS = 10_000;

/** Runs `work` on a connection of its own. @throws Error when the server does not answer in time */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'comparison',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: ANSWER_LIMIT_MS,
  });
  client.on('error', () => undefined); // whoever waits for an answer is told
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The first row of an answer that has one always. */
export async function oneRow<Row extends pg.QueryResultRow>(
  client: pg.Client,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row> {
  const { rows } = await client.query<Row>(sql, [...parameters]);
  const [row] = rows;
  if (!row) throw new Error('The database did not answer with a row.');
  return row;
}
