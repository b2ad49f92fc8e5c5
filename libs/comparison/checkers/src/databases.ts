import pg from 'pg';
import type { RunFile } from '@comparison/protocol';

/** Reads a module's schema, wherever it lives. */
export interface SchemaReader {
  query<Row extends pg.QueryResultRow>(
    module: string,
    sql: string,
    parameters?: readonly unknown[],
  ): Promise<Row[]>;
}

/** Direct access to the database that a module's schema lives in, as its owner: for checks past the API. */
export class Databases implements SchemaReader {
  readonly #pools = new Map<string, pg.Pool>();

  constructor(private readonly run: () => Promise<RunFile>) {}

  /** Rows of a statement in the database of `module`. Its tables are `"<module>".<table>`; other modules' may not be there. */
  async query<Row extends pg.QueryResultRow>(
    module: string,
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<Row[]> {
    return (await (await this.#poolOf(module)).query<Row>(sql, [...parameters])).rows;
  }

  /** Rows of a statement in the database of this name, whoever's it is. */
  async queryIn<Row extends pg.QueryResultRow>(database: string, sql: string): Promise<Row[]> {
    const found = (await this.run()).databases.find(({ name }) => name === database);
    if (!found) throw new Error(`run.json names no database ${database}`);
    return (await this.#pool(found.url).query<Row>(sql)).rows;
  }

  /** Looks at a module's schema as it would be after `damage`, and undoes it: to see that a checker notices. */
  async damaged<Result>(
    module: string,
    damage: string,
    look: (reader: SchemaReader) => Promise<Result>,
  ): Promise<Result> {
    const client = await (await this.#poolOf(module)).connect();
    let turn: Promise<unknown> = Promise.resolve();
    try {
      await client.query('BEGIN');
      await client.query(damage);
      return await look({
        query: <Row extends pg.QueryResultRow>(
          of: string,
          sql: string,
          parameters: readonly unknown[] = [],
        ) => {
          if (of !== module) return this.query<Row>(of, sql, parameters);
          const answer = turn.then(() => client.query<Row>(sql, [...parameters]));
          turn = answer.catch(() => undefined);
          return answer.then(({ rows }) => rows);
        },
      });
    } finally {
      await turn;
      await client.query('ROLLBACK');
      client.release();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.end()));
    this.#pools.clear();
  }

  async #poolOf(module: string): Promise<pg.Pool> {
    const database = (await this.run()).databases.find(({ modules }) => modules.includes(module));
    if (!database) throw new Error(`run.json names no database of module ${module}`);
    return this.#pool(database.url);
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
