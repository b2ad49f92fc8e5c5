import type { UnitOfWork } from '@platform/persistence';

/**
 * Ties the module's log to the PostgreSQL cluster it is on; called before the first write of a process.
 *
 * Order is built on transaction ids, and those of a restored dump start lower than those it was written with. On a cluster
 * with another identifier `base` is set so that every id from now on lies above all that was ever stamped.
 */
export async function ensureLogBase(unit: UnitOfWork): Promise<void> {
  const s = `"${unit.schema}"`;
  await unit.run(async () => {
    const known = await unit.query(
      `SELECT FROM ${s}.log_base WHERE system_identifier = (SELECT system_identifier FROM pg_control_system())`,
    );
    if (known.length > 0) return;
    // Two processes starting at once must not lift the base one after the other: the second sees what the first wrote.
    await unit.query(`LOCK TABLE ${s}.log_base IN SHARE ROW EXCLUSIVE MODE`);
    await unit.query(`
      INSERT INTO ${s}.log_base (base, system_identifier)
      SELECT greatest(0, (SELECT max(ord) FROM ${s}.stream_head), (SELECT max(ord) FROM ${s}.reader_cursor)), system_identifier FROM pg_control_system()
      ON CONFLICT (only_row) DO UPDATE
        SET base = greatest(excluded.base, log_base.base), system_identifier = excluded.system_identifier
        WHERE log_base.system_identifier <> excluded.system_identifier`);
  });
}
