import type { UnitOfWork } from '@platform/persistence';

import type { EventArchive } from '../archive/event-archive.js';
import { compareWithArchive } from '../archive/log-comparison.js';
import { ON_THIS_SERVER } from '../log/log-base.js';
import type { StreamHead } from '../log/log-reader.js';
import { RestoredLog } from './restored-log.js';

export interface Settled {
  readonly module: string;
  /** Streams that the archive knows more events of than the module has. */
  readonly streams: number;
}

/** Heads that are lifted in one transaction. */
const AT_ONCE = 1_000;

/**
 * Lets a module whose aggregates are rows write again after its database was restored from an older dump: what its streams lack stays
 * lost to it, and no version that others know is taken by another event. Its streams of commands and replies are past what
 * receivers have seen as soon as the restore was noticed. Heads of streams that it had purged stay away.
 * @returns undefined when it was not restored, or another process is at it, or it was settled before
 * @throws while the archive is out of reach; to be tried again
 */
export async function settleRestored(unit: UnitOfWork, archive: EventArchive): Promise<Settled | undefined> {
  const settled = await new RestoredLog(unit).settle(async () => {
    const { beyond } = await compareWithArchive(unit, archive, { forgets: true });
    const heads = beyond.map(({ streamId, to }) => ({ streamId, version: to }));
    return (await liftHeads(unit, heads)).length;
  });
  return settled && { module: unit.module, streams: settled.of };
}

/** @returns the streams whose heads stood lower */
export async function liftHeads(unit: UnitOfWork, heads: readonly StreamHead[]): Promise<string[]> {
  const lifted: string[] = [];
  for (let done = 0; done < heads.length; done += AT_ONCE)
    lifted.push(...(await lift(unit, heads.slice(done, done + AT_ONCE))));
  return lifted;
}

function lift(unit: UnitOfWork, heads: readonly StreamHead[]): Promise<string[]> {
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
