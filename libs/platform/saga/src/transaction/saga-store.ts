import type { UnitOfWork } from '@platform/persistence';

import type { OpenSagaView } from '../saga-runtime.js';
import { ALONE, dueAfterDeaths, IS_ACCUSED } from '../taken-back.js';

/** A saga that has begun and not ended. */
export interface PendingSaga {
  readonly id: string;
  readonly type: string;
  readonly definitionVersion: number;
  readonly context: unknown;
}

/** Longer than any attempt takes, so that only a saga whose process died is taken over. */
const CLAIM = `interval '10 seconds'`;
/** Longer than a saga waits for anybody when all is well, the outside's deadline included. */
const LONG = `interval '60 seconds'`;

/**
 * The pending sagas of one subject module, in its schema. A saga that ended leaves no row here: its outcome is its
 * subject's, and no copy of what a customer sent stays behind.
 */
export class SagaStore {
  constructor(
    private readonly unit: UnitOfWork,
    /** Name of this replica: what its predecessor had in hand it takes back at once. */
    private readonly owner: string,
  ) {}

  /** Records a saga that this process is about to execute. In the unit that begins it. */
  insert(saga: PendingSaga): Promise<void> {
    this.unit.write(
      `INSERT INTO "${this.unit.schema}".saga (id, type, def_version, context, claimed_until, claimed_by)
       VALUES ($1, $2, $3, $4, clock_timestamp() + ${CLAIM}, $5)`,
      [saga.id, saga.type, saga.definitionVersion, JSON.stringify(saga.context), this.owner],
    );
    return Promise.resolve();
  }

  /**
   * Ends a saga, in the transaction of its outcome. The row is locked until that transaction ends, so of several
   * executions of one saga at most one commits an outcome.
   *
   * @returns false when it has ended already
   */
  async end(id: string): Promise<boolean> {
    const rows = await this.unit.query(`DELETE FROM "${this.unit.schema}".saga WHERE id = $1 RETURNING id`, [
      id,
    ]);
    return rows.length === 1;
  }

  /** Takes over sagas that nobody has worked on for a while, oldest first. */
  claimAbandoned(limit: number): Promise<PendingSaga[]> {
    return this.claim('claimed_until < clock_timestamp()', limit);
  }

  /** Takes up one saga that this replica was at when it died. */
  async claimAlone(): Promise<PendingSaga | undefined> {
    return (await this.claim(`claimed_until = ${ALONE}`, 1))[0];
  }

  private claim(condition: string, limit: number): Promise<PendingSaga[]> {
    return this.unit.run(() =>
      this.unit.query<PendingSaga>(
        `UPDATE "${this.unit.schema}".saga SET claimed_until = clock_timestamp() + ${CLAIM}, claimed_by = $2
          WHERE id IN (SELECT id FROM "${this.unit.schema}".saga WHERE ${condition}
                        ORDER BY claimed_until LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id, type, def_version AS "definitionVersion", context`,
        [limit, this.owner],
      ),
    );
  }

  /**
   * At start: what this replica was at when it died is nobody's, and goes before all others, alone.
   * @param except what this process itself is at already
   */
  async takeBack(except: readonly string[]): Promise<void> {
    const table = `"${this.unit.schema}".saga`;
    await this.unit.run(() =>
      this.unit.query(
        `WITH left_over AS (
           SELECT id, ${IS_ACCUSED} AS is_accused
             FROM (SELECT id, deaths FROM ${table}
                    WHERE claimed_by = $1 AND ended_on IS NULL AND id <> ALL ($2) FOR UPDATE) AS own
         )
         UPDATE ${table} g
            SET claimed_by = NULL, deaths = deaths + CASE WHEN is_accused THEN 1 ELSE 0 END,
                claimed_until = CASE WHEN is_accused THEN ${dueAfterDeaths('deaths + 1')} ELSE ${ALONE} END,
                attempts = attempts + CASE WHEN is_accused AND deaths > 0 THEN 1 ELSE 0 END,
                needs_attention = needs_attention OR (is_accused AND deaths > 1)
           FROM left_over l WHERE g.id = l.id`,
        [this.owner, except],
      ),
    );
  }

  /** How many this process is at, or could take over now, without those that it knows to wait. */
  async due(except: readonly string[]): Promise<number> {
    const [row] = await this.unit.read(() =>
      this.unit.query<{ due: number }>(
        `SELECT count(*)::int AS due FROM "${this.unit.schema}".saga
          WHERE ended_on IS NULL AND (claimed_until < clock_timestamp() OR claimed_by = $1) AND id <> ALL ($2)`,
        [this.owner, except],
      ),
    );
    return row?.due ?? 0;
  }

  /** Keeps the claims of sagas that this process is still at. One that is locked is being ended right now. */
  async renew(ids: readonly string[]): Promise<void> {
    await this.unit.run(() =>
      this.unit.query(
        `UPDATE "${this.unit.schema}".saga SET claimed_until = clock_timestamp() + ${CLAIM}
          WHERE id IN (SELECT id FROM "${this.unit.schema}".saga WHERE id = ANY($1) FOR UPDATE SKIP LOCKED)`,
        [ids],
      ),
    );
  }

  /** Gives up the claims of sagas that this process will not go on with: the next process need not wait them out. */
  async letGo(ids: readonly string[]): Promise<void> {
    await this.unit.run(() =>
      this.unit.query(
        `UPDATE "${this.unit.schema}".saga SET claimed_until = clock_timestamp(), claimed_by = NULL, deaths = 0
          WHERE id IN (SELECT id FROM "${this.unit.schema}".saga WHERE id = ANY($1) FOR UPDATE SKIP LOCKED)`,
        [ids],
      ),
    );
  }

  /** Counts an attempt that failed for no business reason, and asks for attention when there were many. */
  async countFailure(id: string, attentionAfter: number): Promise<void> {
    await this.unit.run(() =>
      this.unit.query(
        `UPDATE "${this.unit.schema}".saga SET attempts = attempts + 1, needs_attention = attempts + 1 >= $2 WHERE id = $1`,
        [id, attentionAfter],
      ),
    );
  }

  async list(needsAttention: boolean, limit: number): Promise<OpenSagaView[]> {
    const rows = await this.unit.read(() =>
      this.unit.query<Omit<OpenSagaView, 'module' | 'what' | 'waitsFor' | 'error'>>(
        `SELECT id AS "sagaId", type, status AS state, begun_at AS since, nullif(claimed_until, 'infinity') AS "dueAt", attempts AS failures,
                needs_attention AS "needsAttention"
           FROM "${this.unit.schema}".saga WHERE ended_on IS NULL AND (needs_attention OR NOT $1) ORDER BY begun_at LIMIT $2`,
        [needsAttention, limit],
      ),
    );
    const { module } = this.unit;
    return rows.map((row) => ({ ...row, module, what: 'saga', waitsFor: null, error: null }));
  }

  /** Lets any process take a saga up at once. @returns false when there is none */
  async retry(id: string): Promise<boolean> {
    const rows = await this.unit.run(() =>
      this.unit.query(
        `UPDATE "${this.unit.schema}".saga SET claimed_until = clock_timestamp(), needs_attention = false WHERE id = $1 RETURNING id`,
        [id],
      ),
    );
    return rows.length > 0;
  }

  /**
   * How many sagas have begun and not ended, and how many of them need attention: those that kept breaking and, whatever the
   * reason, those that have been pending for long. That is seen in reading, as a database in trouble takes no writes.
   */
  async pending(): Promise<{ pending: number; needsAttention: number }> {
    const [row] = await this.unit.read(() =>
      this.unit.query<{ pending: number; needsAttention: number }>(
        `SELECT count(*)::int AS pending,
                count(*) FILTER (WHERE needs_attention OR begun_at < clock_timestamp() - ${LONG})::int AS "needsAttention"
           FROM "${this.unit.schema}".saga WHERE ended_on IS NULL`,
      ),
    );
    return row ?? { pending: 0, needsAttention: 0 };
  }
}
