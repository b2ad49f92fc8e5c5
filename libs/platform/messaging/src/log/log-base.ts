import type { UnitOfWork } from '@platform/persistence';

const LOG_TABLES: readonly string[] = ['event', 'stream_head', 'reader_cursor'];

/**
 * Ties the module's log to the PostgreSQL cluster it is on; called before the first write after each start of the server.
 *
 * Order is built on transaction ids, and those of a restored dump start lower than those it was written with. On a cluster
 * with another identifier `base` is set so that every id from now on lies above all that was ever stamped. Asking for the
 * identifier reads a file, too dear for every append; the server's start time is cheap, and another cluster has another one.
 *
 * @param stamped the tables with a column `ord`
 */
export async function ensureLogBase(unit: UnitOfWork, stamped = LOG_TABLES): Promise<void> {
  const s = `"${unit.schema}"`;
  const highest = stamped.map((table) => `(SELECT max(ord) FROM ${s}.${table})`).join(', ');
  await unit.run(async () => {
    const known = await unit.query(`SELECT FROM ${s}.log_base WHERE ${ON_THIS_SERVER}`);
    if (known.length > 0) return;
    // Two processes starting at once must not lift the base one after the other: the second sees what the first wrote.
    await unit.query(`LOCK TABLE ${s}.log_base IN SHARE ROW EXCLUSIVE MODE`);
    await unit.query(`
      INSERT INTO ${s}.log_base AS b (base, system_identifier, server_started_at)
      SELECT greatest(0, ${highest}), system_identifier, pg_postmaster_start_time()
        FROM pg_control_system()
      ON CONFLICT (only_row) DO UPDATE SET
        base = CASE WHEN b.system_identifier = excluded.system_identifier THEN b.base ELSE excluded.base END,
        system_identifier = excluded.system_identifier, server_started_at = excluded.server_started_at`);
  });
}

/** Condition on `log_base` under which its base fits the running server. */
export const ON_THIS_SERVER = 'server_started_at = pg_postmaster_start_time()';
