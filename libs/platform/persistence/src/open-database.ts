import { Client, type CustomTypesConfig, types as pgTypes } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';

import type { CrashPoints } from './crash-points.js';
import { Database } from './database.js';
import { entitiesOf } from './module-registry.js';
import type { DatabasePlacement } from './placement.js';

/** Longest transaction. Longer ones would hold back every reader of every log on the same cluster. */
const LONGEST_TRANSACTION_MS = 10_000;
const CONNECT_TIMEOUT_MS = 3_000;
/**
 * Longest wait for the answer to a statement: a server that hangs with its connections open (a frozen host, a lost route) shall
 * not hang whoever asks. The connection is dropped then, as nothing behind that statement on it can be answered either.
 */
const ANSWER_TIMEOUT_MS = 4_000;
/**
 * Longest wait for a lock. Shorter than the one for an answer: a session that nobody listens to any more would go on waiting,
 * with all its locks, until its transaction is too long. Of several statements sent together each has less time: those before
 * it are part of its wait.
 */
const LOCK_TIMEOUT_MS = 3_000;
const RESERVED_CONNECTIONS = 4;
/** Statements are prepared; planning them anew for each set of values was measured at a tenth of the server's time. */
const PLAN_ONCE = '-c plan_cache_mode=force_generic_plan';

/** Opens the pools of one database, with the entities of all modules that are placed on it. */
export async function openDatabase(
  placement: DatabasePlacement,
  modules: readonly string[],
  crashPoints: CrashPoints,
): Promise<Database> {
  const settings = await sessionSettings(placement.url);
  const options = (pool: number, suffix: string): DataSourceOptions => ({
    type: 'postgres',
    url: placement.url,
    entities: entitiesOf(modules),
    synchronize: false,
    poolSize: pool,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    applicationName: `whereabouts-${placement.name}${suffix}`,
    installExtensions: false,
    poolErrorHandler: () => undefined, // an idle connection that broke is replaced when the next unit asks for one
    extra: {
      ...{ pipeline: true, options: settings, types: typeParsers, keepAlive: true },
      query_timeout: ANSWER_TIMEOUT_MS,
    },
  });
  const main = new DataSource(options(placement.pool.max, ''));
  const reserved = new DataSource(options(RESERVED_CONNECTIONS, '-reserved'));
  await Promise.all([main.initialize(), reserved.initialize()]);
  return new Database(placement.name, main, reserved, crashPoints);
}

/** Plans made once, and a limit on transactions: `transaction_timeout` where the server has it (17 and later), else the two that together come near it. */
async function sessionSettings(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: number }>(
      `SELECT current_setting('server_version_num')::int AS version`,
    );
    const limits =
      (rows[0]?.version ?? 0) >= 170_000
        ? ['transaction_timeout']
        : ['statement_timeout', 'idle_in_transaction_session_timeout'];
    return [
      ...limits.map((name) => `-c ${name}=${LONGEST_TRANSACTION_MS}`),
      `-c lock_timeout=${LOCK_TIMEOUT_MS}`,
      PLAN_ONCE,
    ].join(' ');
  } finally {
    await client.end();
  }
}

/** bigint columns hold cents, counts and positions, all far below 2^53: numbers, not the driver's strings. */
const typeParsers: CustomTypesConfig = { getTypeParser };

type TypeId = Parameters<CustomTypesConfig['getTypeParser']>[0];
type TypeParser = ReturnType<CustomTypesConfig['getTypeParser']>;

function getTypeParser(type: TypeId, format?: 'text' | 'binary'): TypeParser {
  if (type === pgTypes.builtins.INT8 && format !== 'binary') return Number;
  const standard: CustomTypesConfig = pgTypes;
  return standard.getTypeParser(type, format);
}
