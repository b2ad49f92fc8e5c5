import type { BeyondLog, LogComparison } from '@platform/messaging';
import type { Databases, UnitOfWork } from '@platform/persistence';

interface Handled {
  readonly streamId: string;
  readonly version: number;
}

/** Streams of a module as far as other modules have handled them: the most that anybody knows where there is no archive. */
export async function handledByOthers(
  databases: Databases,
  modules: readonly string[],
  module: string,
): Promise<readonly Handled[]> {
  const highest = new Map<string, number>();
  for (const other of modules.filter((name) => name !== module)) {
    const unit = databases.unitOfWork(other);
    const rows = await unit.read(() =>
      unit.query<Handled>(
        `SELECT stream_id AS "streamId", max(last_version) AS version FROM "${unit.schema}".inbox
          WHERE source_module = $1 AND channel = 'events' GROUP BY stream_id`,
        [module],
      ),
    );
    for (const { streamId, version } of rows)
      highest.set(streamId, Math.max(version, highest.get(streamId) ?? 0));
  }
  return [...highest].map(([streamId, version]) => ({ streamId, version }));
}

/** What others have handled of a module beyond its log. */
export async function compareWithOthers(
  unit: UnitOfWork,
  handled: readonly Handled[],
): Promise<LogComparison> {
  const rows = await unit.read(() =>
    unit.query<Handled & { head: number }>(
      `SELECT "streamId", input.version, coalesce(h.version, 0) AS head
         FROM json_to_recordset($1::json) AS input ("streamId" text, version bigint)
         LEFT JOIN "${unit.schema}".stream_head h ON h.stream_id = "streamId"
        WHERE input.version > coalesce(h.version, 0) ORDER BY 1`,
      [JSON.stringify(handled)],
    ),
  );
  const beyond = rows.map(({ streamId, version, head }): BeyondLog => {
    return { streamId, from: head + 1, to: version, events: version - head, first: null, last: null };
  });
  return {
    archived: handled.reduce((sum, { version }) => sum + version, 0),
    beyond,
    differing: [],
    lacking: [],
  };
}
