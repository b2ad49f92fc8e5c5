import type { Stage, System } from '../stage/stage.js';
import { familySeconds, processorSeconds } from '@comparison/measure';

/** What a stretch of load used; processor times in s, undefined where the system does not tell. */
export interface Usage {
  readonly system: number | undefined;
  readonly postgres: number | undefined;
  readonly provider: number | undefined;
  readonly walBytes: number;
}

type Reading = Usage & { readonly lsn: string };

export async function readUsage(stage: Stage, system: System): Promise<Reading> {
  const { rows } = await stage.client.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn() AS lsn');
  return {
    system: processorSeconds(stage.running(system).pid),
    postgres: familySeconds(stage.databasePid),
    provider: processorSeconds(stage.running('provider').pid),
    walBytes: 0,
    lsn: rows[0]?.lsn ?? '0/0',
  };
}

export async function usageSince(before: Reading, stage: Stage, system: System): Promise<Usage> {
  const now = await readUsage(stage, system);
  const { rows } = await stage.client.query<{ bytes: string }>('SELECT pg_wal_lsn_diff($1, $2) AS bytes', [
    now.lsn,
    before.lsn,
  ]);
  return {
    system: difference(now.system, before.system),
    postgres: difference(now.postgres, before.postgres),
    provider: difference(now.provider, before.provider),
    walBytes: Number(rows[0]?.bytes),
  };
}

function difference(now: number | undefined, before: number | undefined): number | undefined {
  return now === undefined || before === undefined ? undefined : now - before;
}
