import { messageContext } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import { ATTENTION_AFTER } from '../participation/saga-work.js';
import type { SagaRef } from '../participation/asked.js';

/** A saga that gets no further for so long calls for people. */
const PATIENCE = `interval '${ATTENTION_AFTER.seconds} seconds'`;

/** How long a saga took, in ms; nothing when it had ended before. */
export type Ended = number | undefined;

/** The open sagas of a choreography, at their subject: nobody steers them, but somebody has to know that they are open. */
export class OpenSagas {
  private readonly openSql: string;
  private readonly endSql: string;
  private readonly overdueSql: string;

  constructor(readonly unit: UnitOfWork) {
    const table = `"${unit.schema}".saga`;
    // Never claimed by a worker of the transaction execution: this saga is not one to be executed by whoever takes it.
    this.openSql = `
      INSERT INTO ${table} (id, type, def_version, context, claimed_until, deadline, meta)
      VALUES ($1, $2, $3, '{}', 'infinity', clock_timestamp() + ${PATIENCE}, $4) ON CONFLICT DO NOTHING`;
    this.endSql = `
      UPDATE ${table} SET status = $2, ended_on = current_date, needs_attention = false
       WHERE id = $1 AND ended_on IS NULL
      RETURNING (extract(epoch FROM clock_timestamp() - begun_at) * 1000)::float8 AS ms`;
    this.overdueSql = `
      UPDATE ${table} SET needs_attention = true
       WHERE ended_on IS NULL AND deadline <= clock_timestamp() AND NOT needs_attention RETURNING 1`;
  }

  open({ id, type, version }: SagaRef): void {
    this.unit.write(this.openSql, [id, type, version, JSON.stringify(messageContext())]);
  }

  async end(id: string, status: 'completed' | 'failed'): Promise<Ended> {
    const [row] = await this.unit.query<{ ms: number }>(this.endSql, [id, status]);
    return row?.ms;
  }

  /** How many sagas are past their deadline, and nobody has been called. */
  async overdue(): Promise<number> {
    const [row] = await this.unit.read(() =>
      this.unit.query<{ overdue: number }>(
        `SELECT count(*)::int AS overdue FROM "${this.unit.schema}".saga
          WHERE ended_on IS NULL AND deadline <= clock_timestamp() AND NOT needs_attention`,
      ),
    );
    return row?.overdue ?? 0;
  }

  /** Raises attention for those whose deadline has passed. Any number of processes may do so. */
  async raiseOverdue(): Promise<void> {
    await this.unit.run(async () => {
      const raised = await this.unit.query(this.overdueSql);
      if (raised.length > 0) await this.unit.reached('saga.overdue.raised');
    });
  }
}
