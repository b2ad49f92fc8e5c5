import type { UnitOfWork } from '@platform/persistence';

/** What is tied to a server. */
export interface TiedTables {
  /** The tables with a column `ord`. */
  readonly stamped: readonly string[];
  /** Assignments to columns of `log_base`, besides those of the base, on a cluster with another identifier. */
  readonly elsewhere: Readonly<Record<string, string>>;
}

/** Milliseconds since 1970: no stream is given a message in each of them. */
const NOW_MS = `(extract(epoch FROM statement_timestamp()) * 1000)::bigint`;

/**
 * What a restore changes in the log of a module. A dump knows how far the streams of commands and replies were when it was taken,
 * and receivers are past that: what is sent under versions they have seen they would pass over, silently. Nobody keeps those
 * messages, so nobody could tell how far is enough. The time of the restore is: it lies above all that was given before, however
 * often the same dump is restored.
 */
export const RESTORED: Readonly<Record<string, string>> = {
  sent_floor: `greatest(b.sent_floor, ${NOW_MS})`,
  restored_at: 'statement_timestamp()',
  settled_at: 'NULL',
  claimed_until: `'-infinity'`,
};

const MODULE_LOG: TiedTables = { stamped: ['event', 'stream_head', 'reader_cursor'], elsewhere: RESTORED };

/**
 * Ties the module's log to the PostgreSQL cluster it is on; called before the first write after each start of the server.
 *
 * Order is built on transaction ids, and those of a restored dump start lower than those it was written with. On a cluster
 * with another identifier `base` is set so that every id from now on lies above all that was ever stamped. Asking for the
 * identifier reads a file, too dear for every append; the server's start time is cheap, and another cluster has another one.
 */
export async function ensureLogBase(
  unit: UnitOfWork,
  { stamped, elsewhere }: TiedTables = MODULE_LOG,
): Promise<void> {
  const s = `"${unit.schema}"`;
  const highest = stamped.map((table) => `(SELECT max(ord) FROM ${s}.${table})`).join(', ');
  const changes = Object.entries({ base: 'excluded.base', ...elsewhere }).map(
    ([column, value]) =>
      `${column} = CASE WHEN b.system_identifier = excluded.system_identifier THEN b.${column} ELSE ${value} END`,
  );
  await unit.run(async () => {
    const known = await unit.query(`SELECT FROM ${s}.log_base WHERE ${ON_THIS_SERVER}`);
    if (known.length > 0) return;
    // Two processes starting at once must not lift the base one after the other: the second sees what the first wrote.
    await unit.query(`LOCK TABLE ${s}.log_base IN SHARE ROW EXCLUSIVE MODE`);
    await unit.query(`
      INSERT INTO ${s}.log_base AS b (base, system_identifier, server_started_at)
      SELECT greatest(0, ${highest}), system_identifier, pg_postmaster_start_time()
        FROM pg_control_system()
      ON CONFLICT (only_row) DO UPDATE SET ${changes.join(', ')},
        system_identifier = excluded.system_identifier, server_started_at = excluded.server_started_at`);
  });
}

/** Condition on `log_base` under which its base fits the running server. */
export const ON_THIS_SERVER = 'server_started_at = pg_postmaster_start_time()';

/** Condition on `log_base` under which nobody knows more of the log than it does itself. */
export const SETTLED = '(restored_at IS NULL OR settled_at IS NOT NULL)';
