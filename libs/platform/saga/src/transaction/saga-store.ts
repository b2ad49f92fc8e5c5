import type { UnitOfWork } from '@platform/persistence';

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
  constructor(private readonly unit: UnitOfWork) {}

  /** Records a saga that this process is about to execute. In the unit that begins it. */
  insert(saga: PendingSaga): Promise<void> {
    this.unit.write(
      `INSERT INTO "${this.unit.schema}".saga (id, type, def_version, context, claimed_until) VALUES ($1, $2, $3, $4, clock_timestamp() + ${CLAIM})`,
      [saga.id, saga.type, saga.definitionVersion, JSON.stringify(saga.context)],
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
    return this.unit.run(() =>
      this.unit.query<PendingSaga>(
        `UPDATE "${this.unit.schema}".saga SET claimed_until = clock_timestamp() + ${CLAIM}
          WHERE id IN (SELECT id FROM "${this.unit.schema}".saga WHERE claimed_until < clock_timestamp()
                        ORDER BY claimed_until LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id, type, def_version AS "definitionVersion", context`,
        [limit],
      ),
    );
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
        `UPDATE "${this.unit.schema}".saga SET claimed_until = clock_timestamp()
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

  /**
   * How many sagas have begun and not ended, and how many of them need attention: those that kept breaking and, whatever the
   * reason, those that have been pending for long. That is seen in reading, as a database in trouble takes no writes.
   */
  async pending(): Promise<{ pending: number; needsAttention: number }> {
    const [row] = await this.unit.read(() =>
      this.unit.query<{ pending: number; needsAttention: number }>(
        `SELECT count(*)::int AS pending,
                count(*) FILTER (WHERE needs_attention OR begun_at < clock_timestamp() - ${LONG})::int AS "needsAttention"
           FROM "${this.unit.schema}".saga`,
      ),
    );
    return row ?? { pending: 0, needsAttention: 0 };
  }
}
