import type { RunFile } from '@comparison/protocol';
import type { SchemaReader } from '../databases.js';
import type { Violation } from './snapshot.js';

/** How far a consumer has handled a stream. */
interface Mark {
  readonly consumer: string;
  readonly source: string;
  readonly channel: string;
  readonly stream: string;
  readonly version: number;
}

interface Recorded {
  readonly stream: string;
  readonly channel: string;
  readonly version: number;
  readonly type: string;
}

export interface Inboxes {
  /** Pairs of a consumer and a stream that were looked at. */
  readonly looks: number;
  readonly violations: readonly Violation[];
}

/**
 * Q1 at the consumers, once all is quiet: each has handled every message for it and none beyond. What is for it shows in its marks:
 * the types of the messages that they stand at; so nothing has to be known of the product's consumers.
 */
export async function inboxesMatchLogs(databases: SchemaReader, run: RunFile): Promise<Inboxes> {
  const modules = run.databases.flatMap((database) => database.modules);
  const marks = (await Promise.all(modules.map((module) => marksOf(databases, module)))).flat();
  let looks = 0;
  const violations: Violation[] = [];
  for (const [source, ofSource] of Map.groupBy(marks, (mark) => mark.source)) {
    if (!modules.includes(source)) continue;
    const recorded = await logOf(databases, source);
    for (const ofConsumer of Map.groupBy(
      ofSource,
      ({ consumer, channel }) => `${consumer} ${channel}`,
    ).values()) {
      const judged = ofOneConsumer(ofConsumer, recorded);
      looks += judged.looks;
      violations.push(...judged.violations);
    }
  }
  return { looks, violations };
}

/** @param marks of one consumer, source and channel */
function ofOneConsumer(marks: readonly Mark[], recorded: ReadonlyMap<string, readonly Recorded[]>): Inboxes {
  const [first] = marks;
  if (!first) return { looks: 0, violations: [] };
  const { consumer, source, channel } = first;
  const markOf = new Map(marks.map(({ stream, version }) => [stream, version]));
  const types = new Set(
    marks.flatMap(
      ({ stream, version }) => recorded.get(stream)?.find((each) => each.version === version)?.type ?? [],
    ),
  );
  const violations: Violation[] = [];
  const wrong = (what: string): void =>
    void violations.push({ invariant: 'Q1', what: `${consumer} ${what}` });
  let looks = 0;
  for (const [stream, messages] of recorded) {
    const last = messages.findLast((each) => each.channel === channel && types.has(each.type));
    const mark = markOf.get(stream);
    if (!last && mark === undefined) continue;
    looks += 1;
    if (mark === undefined) wrong(`never heard of ${stream} of ${source}`);
    else if (last && mark < last.version)
      wrong(`is at ${mark} of ${stream} of ${source}, whose log is at ${last.version}`);
    else if (mark > (messages.at(-1)?.version ?? 0))
      wrong(`is at ${mark} of ${stream} of ${source}, which was never recorded`);
  }
  return { looks, violations };
}

async function logOf(databases: SchemaReader, module: string): Promise<Map<string, Recorded[]>> {
  const rows = await databases.query<Recorded & Record<string, unknown>>(
    module,
    `SELECT stream_id AS stream, channel, version::float8 AS version, type FROM "${module}".event ORDER BY stream_id, version`,
  );
  return Map.groupBy(rows, ({ stream }) => stream);
}

function marksOf(databases: SchemaReader, module: string): Promise<Mark[]> {
  return databases.query<Mark & Record<string, unknown>>(
    module,
    `SELECT consumer, source_module AS source, channel, stream_id AS stream, last_version::float8 AS version
       FROM "${module}".inbox`,
  );
}
