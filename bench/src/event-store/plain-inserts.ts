import { newId } from '@platform/domain';
import pg from 'pg';

import { deposit } from './account.js';
import type { Ledger } from './ledger.js';

const INSERT = `
  INSERT INTO plain.event (ord, version, recorded_at, event_id, recorded_on, schema_version, channel, target, stream_id, type, data, meta)
  VALUES (pg_current_xact_id()::text::bigint, $1, statement_timestamp(), $2, (statement_timestamp() AT TIME ZONE 'UTC')::date, 1,
          'events', null, $3, $4, $5, $6)`;

/**
 * The rows of an append and nothing else: no head is locked, nobody's version is looked at, each version is counted here.
 * One prepared statement that is a transaction by itself, so one round trip and one commit.
 */
export class PlainInserts {
  private readonly versions = new Map<string, number>();

  private constructor(private readonly pool: pg.Pool) {}

  /** Makes a table with the columns, keys, indexes and partitions of the log. */
  static async open(ledger: Ledger, connections: number): Promise<PlainInserts> {
    await ledger.client.query(`
      CREATE SCHEMA plain;
      CREATE TABLE plain.event (LIKE ledger.event INCLUDING ALL) PARTITION BY RANGE (recorded_on);
      CREATE TABLE plain.event_default PARTITION OF plain.event DEFAULT`);
    const settings = { options: '-c plan_cache_mode=force_generic_plan' };
    const pool = new pg.Pool({ connectionString: ledger.url, max: connections, ...settings });
    pool.on('error', () => undefined);
    return new PlainInserts(pool);
  }

  async insert(streamId: string): Promise<void> {
    const version = (this.versions.get(streamId) ?? 0) + 1;
    this.versions.set(streamId, version);
    const id = newId();
    const { type, data } = deposit(id);
    const meta = JSON.stringify({ correlationId: id });
    await this.pool.query({
      ...{ name: 'insert', text: INSERT },
      values: [version, id, streamId, type, JSON.stringify(data), meta],
    });
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
