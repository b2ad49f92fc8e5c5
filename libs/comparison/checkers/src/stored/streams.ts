import type { SchemaReader } from '../databases.js';

/** An event as the log of its module keeps it. */
export interface StoredEvent {
  readonly type: string;
  readonly version: number;
  readonly at: Date;
  readonly data: unknown;
}

/** Whether a module keeps its aggregates as events: its schema has room for snapshots then, which rows do not need. */
export async function isKeptAsEvents(databases: SchemaReader, module: string): Promise<boolean> {
  const [schema] = await databases.query<{ hasSnapshots: boolean }>(
    module,
    'SELECT to_regclass($1) IS NOT NULL AS "hasSnapshots"',
    [`"${module}".snapshot`],
  );
  return schema?.hasSnapshots === true;
}

/**
 * The streams `<kind>-<id>` of a module, each from its beginning, by id; of one aggregate only where its id is given. Read without
 * any code of the product: a fold of these is what the checkers hold against whatever the product makes of them.
 *
 * @throws Error for an event of a schema version that the checkers know nothing of
 */
export async function streamsOf(
  databases: SchemaReader,
  module: string,
  { kind = module, id }: { readonly kind?: string; readonly id?: string | undefined } = {},
): Promise<ReadonlyMap<string, readonly StoredEvent[]>> {
  const events = await databases.query<StoredEvent & { streamId: string; schemaVersion: number }>(
    module,
    `SELECT stream_id AS "streamId", type, schema_version AS "schemaVersion", version::int, recorded_at AS at, data
       FROM "${module}".event WHERE channel = 'events' AND stream_id LIKE $1 ORDER BY stream_id, version`,
    [`${kind}-${id ?? '%'}`],
  );
  const strange = events.find(({ schemaVersion }) => schemaVersion !== 1);
  if (strange)
    throw new Error(
      `No checker can read ${strange.type} of version ${strange.schemaVersion}: teach ${module}.`,
    );
  return Map.groupBy(events, ({ streamId }) => streamId.slice(kind.length + 1));
}

/** Makes the state of an aggregate of its events, in their order. */
export type Fold<State> = (events: readonly StoredEvent[]) => State;
