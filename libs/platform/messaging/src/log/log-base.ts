import type { UnitOfWork } from '@platform/persistence';

/** What is tied to a server. */
export interface TiedTables {
  /** The tables with a column `ord`. */
  readonly stamped: readonly string[];
  /** Assignments to columns of `log_base`, besides those of the base, on a cluster with another identifier. */
  readonly elsewhere: Readonly<Record<string, string>>;
}

/** Milliseconds since 1970: no stream is given a message in each of them. */
const msOf = (time: string) => `(extract(epoch FROM ${time}) * 1000)::bigint`;

/**
 * What a restore changes in the log of a module. A dump knows how far the streams of commands and replies were when it was taken,
 * and receivers are past that: what is sent under versions they have seen they would pass over, silently. Nobody keeps those
 * messages, so nobody could tell how far is enough. The time of the restore is: it lies above all that was given before, however
 * often the same dump is restored. A server whose clock is behind would tell a time that it does not lie above: so it is the latest
 * of what the server, this process and the dump say.
 */
export function restored({ schema }: Pick<UnitOfWork, 'schema'>): Readonly<Record<string, string>> {
  const newest = `(SELECT recorded_at FROM "${schema}".event ORDER BY ord DESC, position DESC LIMIT 1)`;
  const times = ['statement_timestamp()', `'${new Date().toISOString()}'::timestamptz`, newest];
  return {
    sent_floor: `greatest(b.sent_floor, ${times.map(msOf).join(', ')})`,
    restored_ord: `coalesce((SELECT max(ord) FROM "${schema}".event), 0)`,
    restored_at: 'statement_timestamp()',
    settled_at: 'NULL',
    claimed_by: 'NULL',
    claimed_until: `'-infinity'`,
  };
}

/**
 * Ties the module's log to the PostgreSQL cluster it is on; called before the first write after each start of the server.
 *
 * Order is built on transaction ids, and those of a restored dump start lower than those it was written with. On a cluster
 * with another identifier `base` is set so that every id from now on lies above all that was ever stamped. Asking for the
 * identifier reads a file, too dear for every append; the server's start time is cheap, and another cluster has another one.
 */
export async function ensureLogBase(
  unit: UnitOfWork,
  tied: TiedTables = { stamped: ['event', 'stream_head', 'reader_cursor'], elsewhere: restored(unit) },
): Promise<void> {
  const { stamped, elsewhere } = tied;
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
