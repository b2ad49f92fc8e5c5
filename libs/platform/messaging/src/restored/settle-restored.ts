import type { UnitOfWork } from '@platform/persistence';

import type { EventArchive, PlaceInModule } from '../archive/event-archive.js';
import { decodeEnvelope } from '../envelope/cloud-events.js';
import { ON_THIS_SERVER } from '../log/log-base.js';
import { RestoredLog } from './restored-log.js';

export interface Settled {
  readonly module: string;
  /** Streams that the archive knows more events of than the module has. */
  readonly streams: number;
}

/**
 * Lets a module whose aggregates are rows write again after its database was restored from an older dump: what its streams lack stays
 * lost to it, and no version that others know is taken by another event. Its streams of commands and replies are past what
 * receivers have seen as soon as the restore was noticed.
 * @returns undefined when it was not restored, or another process is at it, or it was settled before
 * @throws while the archive is out of reach; to be tried again
 */
export async function settleRestored(unit: UnitOfWork, archive: EventArchive): Promise<Settled | undefined> {
  const settled = await new RestoredLog(unit).settle(() => liftAll(unit, archive));
  return settled && { module: unit.module, streams: settled.of };
}

async function liftAll(unit: UnitOfWork, archive: EventArchive): Promise<number> {
  await archive.incomplete(unit.module);
  const lifted = new Set<string>();
  let place: PlaceInModule | undefined;
  do {
    const { items, next } = await archive.events(unit.module, {}, place);
    // By stream and version: the last of a stream is its highest.
    const highest = new Map(
      items.map(decodeEnvelope).map(({ streamId, streamVersion }) => [streamId, streamVersion]),
    );
    const heads = [...highest].map(([streamId, version]) => ({ streamId, version }));
    for (const streamId of await liftHeads(unit, heads)) lifted.add(streamId);
    place = next;
  } while (place);
  return lifted.size;
}

/** @returns the streams whose heads stood lower */
export function liftHeads(
  unit: UnitOfWork,
  heads: readonly { readonly streamId: string; readonly version: number }[],
): Promise<string[]> {
  const s = `"${unit.schema}"`;
  return unit.run(async () => {
    const rows = await unit.query<{ streamId: string }>(
      `INSERT INTO ${s}.stream_head AS h (stream_id, version, ord)
       SELECT "streamId", version, base + pg_current_xact_id()::text::bigint
         FROM ${s}.log_base, json_to_recordset($1::json) AS input ("streamId" text, version bigint)
        WHERE ${ON_THIS_SERVER} ORDER BY "streamId"
       ON CONFLICT (stream_id) DO UPDATE SET version = excluded.version, ord = greatest(h.ord, excluded.ord)
        WHERE h.version < excluded.version
       RETURNING stream_id AS "streamId"`,
      [JSON.stringify(heads)],
    );
    return rows.map(({ streamId }) => streamId);
  });
}
