import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { oneRow } from './with-client.js';

const LOOK_EVERY_MS = 500;

export interface ReportLimits {
  /** A session whose last report is younger than this keeps what it did to itself. */
  readonly reportEveryMs: number;
  /** So long after it has become idle it reports all the same. */
  readonly idleReportMs: number;
}
/** PostgreSQL's own, which cannot be set, with time for a busy machine to get round to it. */
const POSTGRES: ReportLimits = { reportEveryMs: 1_100, idleReportMs: 10_500 };

/**
 * Transactions that were committed in the client's database, those that only read included. A session reports them when one ends at
 * least a second after its last report, or when it has been idle for ten seconds: this waits until every session has done the one
 * or the other since it was called, as long as that takes at most.
 */
export async function reportedCommits(client: pg.Client, limits = POSTGRES): Promise<number> {
  const began = await oneRow<{ at: Date }>(client, 'SELECT clock_timestamp() AS at');
  const deadline = performance.now() + limits.idleReportMs + limits.reportEveryMs;
  for (;;) {
    const { silent } = await oneRow<{ silent: number }>(
      client,
      `SELECT count(*)::int AS silent FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
          AND state_change < $1::timestamptz + $2 * interval '1 ms'
          AND state_change > clock_timestamp() - $3 * interval '1 ms'`,
      [began.at, limits.reportEveryMs, limits.idleReportMs],
    );
    if (silent === 0 || performance.now() > deadline) break;
    await pause(LOOK_EVERY_MS);
  }
  const { commits } = await oneRow<{ commits: string }>(
    client,
    'SELECT xact_commit AS commits FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(commits);
}
