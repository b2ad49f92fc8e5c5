import pg from 'pg';
import type { RunFile } from './run-file.js';

/** Direct access to the database that a module's schema lives in, as its owner: for checks past the API. */
export class Databases {
  readonly #pools = new Map<string, pg.Pool>();

  constructor(private readonly run: () => Promise<RunFile>) {}

  /** Rows of a statement in the database of `module`. Its tables are `"<module>".<table>`; other modules' may not be there. */
  async query<Row extends pg.QueryResultRow>(
    module: string,
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<Row[]> {
    const database = (await this.run()).databases.find(({ modules }) => modules.includes(module));
    if (!database) throw new Error(`run.json names no database of module ${module}`);
    return (await this.#pool(database.url).query<Row>(sql, [...parameters])).rows;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.end()));
    this.#pools.clear();
  }

  #pool(url: string): pg.Pool {
    const known = this.#pools.get(url);
    if (known) return known;
    const pool = new pg.Pool({ connectionString: url, max: 4 });
    // A server that a test ends takes idle connections with it; the next query opens another.
    pool.on('error', () => undefined);
    this.#pools.set(url, pool);
    return pool;
  }
}
