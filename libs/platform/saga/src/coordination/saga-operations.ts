import type { UnitOfWork } from '@platform/persistence';

import type { ListSagas, OpenSagaView, SagaCounts } from '../saga-runtime.js';
import { ATTENTION_AFTER } from '../participation/saga-work.js';

/** What one module has open, for metrics and operators. */
export class SagaOperations {
  private readonly countSql: string;
  private readonly listSql: string;
  private readonly retrySql: string;

  constructor(
    private readonly unit: UnitOfWork,
    /** Whether it is the subject of a saga, and keeps the sagas themselves. */
    isSubject: boolean,
  ) {
    const s = `"${unit.schema}"`;
    const sagas = isSubject
      ? {
          count: `UNION ALL SELECT needs_attention FROM ${s}.saga WHERE ended_on IS NULL`,
          list: `
            UNION ALL (
              SELECT id, type, 'saga', status, (
                  SELECT string_agg(CASE phase WHEN 'do' THEN '' ELSE phase || ' ' END || t.step || ' of ' || target, ', ' ORDER BY sent_at)
                    FROM ${s}.saga_step t WHERE t.saga_id = g.id AND t.status = 'sent'
                ), begun_at, NULL::timestamptz, 0, NULL, needs_attention
                FROM ${s}.saga g WHERE ended_on IS NULL AND (needs_attention OR NOT $1) ORDER BY begun_at LIMIT $2)`,
          retry: `, saga AS (
              UPDATE ${s}.saga SET needs_attention = false,
                     deadline = clock_timestamp() + interval '${ATTENTION_AFTER.seconds} seconds'
               WHERE id = $1 AND ended_on IS NULL RETURNING 1
            ), command AS (
              UPDATE ${s}.saga_step SET due_at = clock_timestamp()
               WHERE saga_id = $1 AND status = 'sent' AND due_at <> 'infinity' RETURNING 1
            )`,
          retried: `+ (SELECT count(*) FROM saga)`,
        }
      : { count: '', list: '', retry: '', retried: '' };
    this.countSql = `
      SELECT count(*)::int AS pending, count(*) FILTER (WHERE needs_attention)::int AS "needsAttention"
        FROM (SELECT needs_attention FROM ${s}.saga_work ${sagas.count}) AS open`;
    this.listSql = `
      (SELECT saga_id AS "sagaId", type, CASE phase WHEN 'do' THEN step ELSE phase || ' ' || step END AS what, kind AS state,
              NULL::text AS "waitsFor", first_at AS since, due_at AS "dueAt", failures, error,
              needs_attention AS "needsAttention"
         FROM ${s}.saga_work WHERE needs_attention OR NOT $1 ORDER BY first_at LIMIT $2)
      ${sagas.list} ORDER BY since`;
    this.retrySql = `
      WITH work AS (
        UPDATE ${s}.saga_work SET due_at = clock_timestamp(), needs_attention = false WHERE saga_id = $1 RETURNING 1
      )${sagas.retry}
      SELECT ((SELECT count(*) FROM work) ${sagas.retried})::int AS due`;
  }

  async counts(): Promise<SagaCounts> {
    const [row] = await this.unit.read(() => this.unit.query<SagaCounts>(this.countSql));
    return row ?? { pending: 0, needsAttention: 0 };
  }

  async list({ needsAttention = false, limit = 100 }: ListSagas): Promise<OpenSagaView[]> {
    const rows = await this.unit.read(() =>
      this.unit.query<Omit<OpenSagaView, 'module'>>(this.listSql, [needsAttention, limit]),
    );
    return rows.map((row) => ({ ...row, module: this.unit.module }));
  }

  async retry(sagaId: string): Promise<number> {
    const [row] = await this.unit.run(() => this.unit.query<{ due: number }>(this.retrySql, [sagaId]));
    return row?.due ?? 0;
  }
}
