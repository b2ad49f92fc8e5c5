import type { RunFile } from '@comparison/protocol';
import type { SchemaReader } from '../databases.js';
import type { Violation } from './snapshot.js';

interface Mark {
  readonly consumer: string;
  readonly source: string;
  readonly stream: string;
  readonly version: number;
}

export interface Inboxes {
  /** Marks of streams that were looked at. */
  readonly looks: number;
  readonly violations: readonly Violation[];
}

/**
 * Q1 at the consumers, once all is quiet: each has handled every stream that it has begun to its end and not further. A mark behind
 * the log is a message lost (or still parked), one beyond it a message that was never recorded.
 */
export async function inboxesMatchLogs(databases: SchemaReader, run: RunFile): Promise<Inboxes> {
  const modules = run.databases.flatMap((database) => database.modules);
  const heads = new Map(
    await Promise.all(modules.map(async (module) => [module, await headsOf(databases, module)] as const)),
  );
  const marks = (await Promise.all(modules.map((module) => marksOf(databases, module)))).flat();
  const violations = marks.flatMap(({ consumer, source, stream, version }) => {
    const head = heads.get(source)?.get(stream);
    // The head of a stream that has ended is swept after some days.
    if (head === undefined || head === version) return [];
    return [
      {
        invariant: 'Q1',
        what: `${consumer} is at ${version} of ${stream} of ${source}, whose log is at ${head}`,
      },
    ];
  });
  return { looks: marks.length, violations };
}

async function headsOf(databases: SchemaReader, module: string): Promise<Map<string, number>> {
  const rows = await databases.query<{ stream: string; version: number }>(
    module,
    `SELECT stream_id AS stream, version::float8 AS version FROM "${module}".stream_head`,
  );
  return new Map(rows.map(({ stream, version }) => [stream, version]));
}

function marksOf(databases: SchemaReader, module: string): Promise<Mark[]> {
  return databases.query<Mark & Record<string, unknown>>(
    module,
    `SELECT consumer, source_module AS source, stream_id AS stream, last_version::float8 AS version FROM "${module}".inbox`,
  );
}
