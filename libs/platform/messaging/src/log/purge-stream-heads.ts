import { purgeRows, type UnitOfWork } from '@platform/persistence';

/** Forgets the heads of streams that were given their last message more than `days` ago. @returns how many */
export function purgeStreamHeads(unit: UnitOfWork, days: number, signal?: AbortSignal): Promise<number> {
  return purgeRows(
    unit,
    {
      table: `"${unit.schema}".stream_head`,
      where: 't.finished_on < current_date - $1::int AND t.version = t.last_version',
      parameters: [days],
    },
    signal,
  );
}
