import { isDeepStrictEqual } from 'node:util';
import type { SchemaReader } from '../databases.js';
import type { RunFile } from '@comparison/protocol';
import {
  type Fold,
  foldCart,
  foldOrder,
  foldPayment,
  foldProduct,
  foldShipment,
  foldStock,
  isKeptAsEvents,
  streamsOf,
} from '../stored/index.js';
import { projected } from './projected.js';
import type { Violation } from './snapshot.js';

/** What the product calls a state, made of events without any code of the product; a snapshot has to be one. */
const folds: Readonly<Record<string, Fold<unknown>>> = {
  cart: foldCart,
  order: foldOrder,
  payment: foldPayment,
  product: foldProduct,
  shipment: foldShipment,
  stock: foldStock,
};

/**
 * E1, of a quiet marketplace: what a module that is kept as events has made of its streams says what they say. That is every
 * projection, those that lists are read from and those that decisions are, and every snapshot: a state that is loaded from one
 * and the events after it is the state that all events make.
 */
export async function projectionViolations(databases: SchemaReader, run: RunFile): Promise<Violation[]> {
  const modules = run.databases.flatMap((database) => database.modules);
  const found = modules.map(async (module) =>
    (await isKeptAsEvents(databases, module))
      ? [...(await ofProjections(databases, module)), ...(await ofSnapshots(databases, module))]
      : [],
  );
  return (await Promise.all(found)).flat().map((what) => ({ invariant: 'E1', what }));
}

async function ofProjections(databases: SchemaReader, module: string): Promise<string[]> {
  const found: string[] = [];
  for (const { table, kept, told } of projected[module] ?? []) {
    const rows = await databases.query<{ side: string; row: string }>(
      module,
      `WITH kept AS (${kept}), told AS (SELECT * FROM kept WHERE false UNION ALL (${told}))
       SELECT 'is not there' AS side, to_json(t)::text AS row FROM (SELECT * FROM told EXCEPT ALL SELECT * FROM kept) t
       UNION ALL
       SELECT 'is there alone', to_json(k)::text FROM (SELECT * FROM kept EXCEPT ALL SELECT * FROM told) k`,
    );
    found.push(...rows.map(({ side, row }) => `${module}.${table}: ${row} ${side}`));
  }
  return found;
}

async function ofSnapshots(databases: SchemaReader, module: string): Promise<string[]> {
  const fold = folds[module];
  if (!fold) throw new Error(`No checker knows what the events of ${module} come to.`);
  // What is of an earlier shape of the state is passed over by whoever loads, and taken anew.
  const snapshots = await databases.query<{ streamId: string; version: number; state: unknown }>(
    module,
    `SELECT stream_id AS "streamId", version::int, state FROM "${module}".snapshot
      WHERE state_version = (SELECT max(state_version) FROM "${module}".snapshot)`,
  );
  const streams = await streamsOf(databases, module);
  return snapshots.flatMap(({ streamId, version, state }) => {
    const events = streams.get(streamId.slice(module.length + 1)) ?? [];
    const replayed = fold(events.filter((event) => event.version <= version));
    const isRight = events.length >= version && isDeepStrictEqual(state, replayed);
    return isRight
      ? []
      : [
          `the snapshot of ${streamId} at ${version} says ${JSON.stringify(state)}, its events ${JSON.stringify(replayed)}`,
        ];
  });
}
