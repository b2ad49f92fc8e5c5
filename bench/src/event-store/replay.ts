import { newId } from '@platform/domain';
import type { EmbeddedPostgres } from '@platform/embedded';
import { type Projection, Projector } from '@platform/event-sourcing';
import type { UnitOfWork } from '@platform/persistence';

import { deposit, Deposited, STREAM } from './account.js';
import { type CpuUse, cpuUse, cpuUseEach } from './cpu-use.js';
import { Ledger } from './ledger.js';

export interface Replay {
  readonly projection: string;
  readonly events: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Per event, in µs. */
  readonly cpu: CpuUse;
}

const PER_STREAM = 100;
const CHUNK = 100_000;

/** Of a whole log into two projections, step by step as a process does it: a row per event, and a row per stream. */
export async function measureReplays(
  postgres: EmbeddedPostgres,
  events: number,
  step: (what: string) => void,
): Promise<Replay[]> {
  const ledger = await Ledger.open(postgres, 'replays', 2);
  try {
    step(`a log of ${events} events`);
    await tieLog(ledger);
    for (let made = 0; made < events; made += CHUNK) await fill(ledger, made, Math.min(CHUNK, events - made));
    await ledger.client.query('VACUUM ANALYZE');
    const replays: Replay[] = [];
    for (const projection of [postings(ledger.unit), balances(ledger.unit)]) {
      await ledger.client.query('CHECKPOINT');
      step(`replaying them into "${projection.name}"`);
      const projector = new Projector(ledger.unit, projection, ledger.hints);
      await projector.prepare();
      const before = cpuUse(postgres);
      const began = performance.now();
      while (await projector.step());
      const seconds = (performance.now() - began) / 1_000;
      const cpu = cpuUseEach(before, cpuUse(postgres), events);
      const total = await ledger.client.query<{ events: number }>(
        `SELECT sum(deposits)::int AS events FROM ledger.${projection.name}`,
      );
      if (total.rows[0]?.events !== events + 1)
        throw new Error(`"${projection.name}" shows ${total.rows[0]?.events ?? 0} of ${events + 1} events.`);
      replays.push({ projection: projection.name, events, seconds, perSecond: events / seconds, cpu });
    }
    return replays;
  } finally {
    await ledger.close();
  }
}

/** A log is tied to its server by its first append. */
async function tieLog({ unit, log }: Ledger): Promise<void> {
  await unit.run(() => {
    log.append(`${STREAM}-${newId()}`, [deposit(newId())]);
    return Promise.resolve();
  });
}

/** Events as appends would have left them: the streams take turns, so that each of them is all over the log. */
async function fill({ client }: Ledger, from: number, count: number): Promise<void> {
  await client.query(
    `WITH head AS (
       INSERT INTO ledger.stream_head (stream_id, version, ord)
       SELECT 'account-' || md5('account ' || n)::uuid, $2::int, base + pg_current_xact_id()::text::bigint
         FROM ledger.log_base, generate_series($1::int, $1::int + $3::int - 1) n
       RETURNING stream_id, ord)
     INSERT INTO ledger.event (ord, version, recorded_at, event_id, recorded_on, schema_version, channel, stream_id, type, data, meta)
     SELECT ord, version, statement_timestamp(), gen_random_uuid(), (statement_timestamp() AT TIME ZONE 'UTC')::date, 1, 'events',
            stream_id, $4,
            json_build_object('amountCents', 100, 'currency', 'EUR', 'reference', gen_random_uuid(), 'note', 'a deposit over the counter'),
            json_build_object('correlationId', gen_random_uuid())
       FROM head, generate_series(1, $2::int) version ORDER BY version, stream_id`,
    [from / PER_STREAM, PER_STREAM, count / PER_STREAM, Deposited.type],
  );
}

const rowsOf = (events: readonly { streamId: string; streamVersion: number; data: unknown }[]): string =>
  JSON.stringify(
    events.map(({ streamId, streamVersion, data }) => ({
      account: streamId.slice(STREAM.length + 1),
      version: streamVersion,
      cents: (data as { amountCents: number }).amountCents,
    })),
  );

const INPUT = 'json_to_recordset($1::json) AS posted (account uuid, version bigint, cents bigint)';

function postings(unit: UnitOfWork): Projection {
  return {
    ...{ name: 'postings', types: new Set([Deposited.type]), version: 1 },
    columns: `account_id uuid, version bigint, cents bigint NOT NULL, deposits integer NOT NULL DEFAULT 1,
              PRIMARY KEY (account_id, version)`,
    apply: async (table, events) => {
      await unit.query(
        `INSERT INTO ${table} (account_id, version, cents) SELECT account, version, cents FROM ${INPUT}`,
        [rowsOf(events)],
      );
    },
  };
}

function balances(unit: UnitOfWork): Projection {
  return {
    ...{ name: 'balances', types: new Set([Deposited.type]), version: 1 },
    columns: 'account_id uuid PRIMARY KEY, cents bigint NOT NULL, deposits integer NOT NULL',
    apply: async (table, events) => {
      await unit.query(
        `INSERT INTO ${table} AS t (account_id, cents, deposits)
         SELECT account, sum(cents), count(*) FROM ${INPUT} GROUP BY account
         ON CONFLICT (account_id) DO UPDATE SET cents = t.cents + excluded.cents, deposits = t.deposits + excluded.deposits`,
        [rowsOf(events)],
      );
    },
  };
}
