import type { SchemaReader } from '../databases.js';
import type { RunFile } from '@comparison/protocol';
import type { Violation } from './snapshot.js';

const PARKED = 'a message of {s} was parked';

/** Statements over one module's log that must return no row; `s` stands for its schema. */
const statements = {
  // Old days of a log may be gone, so a stream need not start at 1: it must only have no hole. What is sent after a restore goes on
  // far above what was sent before.
  'a stream of {s} has a gap or a version twice': `
    SELECT stream_id FROM "{s}".event
     GROUP BY stream_id, channel <> 'events' AND version > (SELECT sent_floor FROM "{s}".log_base)
    HAVING max(version) - min(version) + 1 <> count(*)`,
  'the head of a stream of {s} is not at its last version': `
    SELECT stream_id FROM "{s}".stream_head h
     WHERE version <> (SELECT max(version) FROM "{s}".event e WHERE e.stream_id = h.stream_id)`,
  // A reader goes by (ord, position): a later version must not come before an earlier one.
  'a stream of {s} is read out of order': `
    SELECT stream_id FROM (
      SELECT stream_id, (ord, position) > lag((ord, position)) OVER (PARTITION BY stream_id ORDER BY version) AS rises
        FROM "{s}".event) e
     WHERE NOT rises`,
  [PARKED]: `SELECT stream_id FROM "{s}".parked_message`,
};

/** O1 and Q1 in the logs themselves: versions without gap or step back, everything in order, nothing parked. */
export async function logViolations(databases: SchemaReader, run: RunFile): Promise<Violation[]> {
  const modules = run.databases.flatMap((database) => database.modules);
  const found = modules.flatMap((module) =>
    Object.entries(statements).map(async ([what, sql]) => {
      const rows = await databases.query<{ stream_id: string }>(module, sql.replaceAll('{s}', module));
      return rows.map(({ stream_id }) => ({
        // What is parked has its place in the log, and its consumer has not handled it.
        invariant: what === PARKED ? 'Q1' : 'O1',
        what: `${what.replaceAll('{s}', module)}: ${stream_id}`,
      }));
    }),
  );
  return (await Promise.all(found)).flat();
}
