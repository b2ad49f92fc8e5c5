import type { UnitOfWork } from '@platform/persistence';

import { type Generation, type GenerationProgress, MOST_COUNTED, type Projection } from './projection.js';

/** Keeps the generations of one projection: their tables, their places in the log, and the view that readers use. */
export class ProjectionTables {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly projection: Projection,
  ) {}

  tableOf(generation: number): string {
    return `"${this.unit.schema}"."${this.projection.name}_g${generation}"`;
  }

  /** All generations, the live one first, locked until the unit ends: one process at a time moves a projection on. */
  async lock(): Promise<Generation[]> {
    return this.unit.query<Generation>(
      `SELECT generation, version, is_live AS "isLive", ord, position FROM "${this.unit.schema}".projection
        WHERE name = $1 ORDER BY is_live DESC, generation FOR UPDATE`,
      [this.projection.name],
    );
  }

  /** All generations, the live one first, as they are on their way; locks nothing. */
  async progress(): Promise<GenerationProgress[]> {
    const s = `"${this.unit.schema}"`;
    return this.unit.query<GenerationProgress>(
      `SELECT p.generation, p.version, p.is_live AS "isLive", behind.messages AS behind,
              CASE WHEN behind.messages = 0 THEN 1
                   ELSE least(p.position::float8 / greatest(last.position, 1), 0.999) END AS share
         FROM ${s}.projection p
         CROSS JOIN LATERAL (
           SELECT count(*)::int AS messages FROM (
             SELECT FROM ${s}.event e WHERE (e.ord, e.position) > (p.ord, p.position) LIMIT ${MOST_COUNTED}) counted) behind
         LEFT JOIN LATERAL (SELECT position FROM ${s}.event ORDER BY ord DESC, position DESC LIMIT 1) last ON true
        WHERE p.name = $1 ORDER BY p.is_live DESC, p.generation`,
      [this.projection.name],
    );
  }

  /** Makes an empty table; the first one of all is live at once. */
  async add(generation: number, isLive: boolean): Promise<void> {
    const { name, version, columns, indexes = [] } = this.projection;
    const table = this.tableOf(generation);
    await this.unit.query(`CREATE TABLE ${table} (${columns})`);
    for (const index of indexes) await this.unit.query(`CREATE INDEX ON ${table} ${index}`);
    await this.unit.query(
      `INSERT INTO "${this.unit.schema}".projection (name, generation, version, is_live) VALUES ($1, $2, $3, $4)`,
      [name, generation, version, isLive],
    );
    if (isLive) await this.show(generation);
  }

  async moveTo({ generation }: Generation, ord: number, position: number): Promise<void> {
    await this.unit.query(
      `UPDATE "${this.unit.schema}".projection SET ord = $3, position = $4 WHERE name = $1 AND generation = $2`,
      [this.projection.name, generation, ord, position],
    );
  }

  /** Readers see `next` from the commit on; the generation before it is gone. */
  async replace(live: Generation, next: Generation): Promise<void> {
    await this.unit.query(
      `UPDATE "${this.unit.schema}".projection SET is_live = true WHERE name = $1 AND generation = $2`,
      [this.projection.name, next.generation],
    );
    await this.show(next.generation);
    await this.drop(live);
  }

  async drop({ generation }: Generation): Promise<void> {
    await this.unit.query(`DROP TABLE ${this.tableOf(generation)}`);
    await this.unit.query(
      `DELETE FROM "${this.unit.schema}".projection WHERE name = $1 AND generation = $2`,
      [this.projection.name, generation],
    );
  }

  private async show(generation: number): Promise<void> {
    const view = `"${this.unit.schema}"."${this.projection.name}"`;
    // Columns may differ between versions, which a view that is replaced could not follow.
    await this.unit.query(`DROP VIEW IF EXISTS ${view}`);
    await this.unit.query(`CREATE VIEW ${view} AS SELECT * FROM ${this.tableOf(generation)}`);
  }
}
