import type { EmbeddedPostgres } from '@platform/embedded';
import { type EventLog, EventLogs, LogHints } from '@platform/messaging';
import { Databases, type UnitOfWork } from '@platform/persistence';
import pg from 'pg';

import { MODULE } from './account.js';

/** The module of this benchmark on a database of its own, reached as every module reaches its own. */
export class Ledger {
  readonly unit: UnitOfWork;
  readonly log: EventLog;
  readonly hints = new LogHints();

  private constructor(
    private readonly databases: Databases,
    /** A superuser's connection, for looking and for preparing. */
    readonly client: pg.Client,
    readonly url: string,
  ) {
    this.unit = databases.unitOfWork(MODULE);
    this.log = new EventLogs(databases, this.hints).of(MODULE);
  }

  static async open(postgres: EmbeddedPostgres, database: string, connections: number): Promise<Ledger> {
    await postgres.ensureDatabase(database);
    const url = postgres.url(database);
    const databases = await Databases.open({
      databases: [{ name: database, url, pool: { max: connections } }],
      modules: [{ module: MODULE, database, schema: MODULE, persistence: 'events' }],
    });
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined); // whoever is interrupted stops the server first
    await client.connect();
    return new Ledger(databases, client, url);
  }

  async count(table: string): Promise<number> {
    const { rows } = await this.client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table}`,
    );
    return rows[0]?.count ?? 0;
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
    await this.databases.close();
  }
}
