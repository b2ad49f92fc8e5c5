import { type MessageContext, messageContext } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { Failure, Prepared } from '../definition/saga-definition.js';
import type { Phase } from '../definition/saga-plan.js';
import { ALONE, DIED, dueAfterDeaths, IS_ACCUSED } from '../taken-back.js';
import type { Asked } from './asked.js';

/**
 * - `call`: prepared, and the outside is to be asked
 * - `ask-again`: answered that it cannot be decided yet
 * - `insist`: broke, or was refused where that is no answer
 */
export type WorkKind = 'call' | 'ask-again' | 'insist';

/** Something that a participant does by itself, when it is due. */
export interface WorkItem {
  readonly asked: Asked;
  readonly kind: WorkKind;
  readonly prepared: Prepared | undefined;
  readonly meta: MessageContext;
  /** How often it was taken up, this time included: the token that says whose it is. */
  readonly claims: number;
  /** How often it broke before. */
  readonly failures: number;
  /** Since it was put off first, by the database's clock. */
  readonly ageMs: number;
  /** Its deadline has passed, by the database's clock. */
  readonly isOver: boolean;
}

export interface PutOff {
  readonly kind: WorkKind;
  readonly inMs: number;
  readonly prepared?: Prepared | undefined;
  /** Why it could not be done; absent when nothing broke. */
  readonly error?: string;
}

interface Row {
  readonly sagaId: string;
  readonly step: string;
  readonly phase: Phase;
  readonly type: string;
  readonly version: number;
  readonly kind: WorkKind;
  readonly context: unknown;
  readonly failure: Failure | null;
  readonly prepared: Prepared | null;
  readonly meta: MessageContext;
  readonly claims: number;
  readonly failures: number;
  readonly ageMs: number;
  readonly isOver: boolean;
}

/** Work that keeps breaking calls for people after so many tries, or after so long. */
export const ATTENTION_AFTER = { failures: 10, seconds: 60 };

const ATTENTION = `(failures >= ${ATTENTION_AFTER.failures} OR first_at < clock_timestamp() - interval '${ATTENTION_AFTER.seconds} seconds')`;

/** What is to be done later, on the database's clock. One item at most per task. */
export class SagaWork {
  private readonly putSql: string;
  private readonly claimSql: string;
  private readonly holdSql: string;
  private readonly removeSql: string;
  private readonly postponeSql: string;
  private readonly claimAloneSql: string;
  private readonly takeBackSql: string;
  private readonly dueSql: string;

  constructor(
    private readonly unit: UnitOfWork,
    /** Name of this replica: what its predecessor had in hand it takes up at once. */
    private readonly owner: string,
  ) {
    const table = `"${unit.schema}".saga_work`;
    const row = 'saga_id = $1 AND step = $2 AND phase = $3';
    this.putSql = `
      INSERT INTO ${table} AS w (saga_id, step, phase, type, def_version, kind, context, failure, prepared, deadline, meta,
                                 due_at, failures, error)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() + $10 * interval '1 ms', $11,
              clock_timestamp() + $12 * interval '1 ms', $13, $14)
      ON CONFLICT (saga_id, step, phase) DO UPDATE
        SET kind = excluded.kind, due_at = excluded.due_at, failures = w.failures + excluded.failures,
            error = coalesce(excluded.error, w.error), prepared = excluded.prepared, deadline = excluded.deadline,
            claimed_by = NULL, deaths = 0,
            needs_attention = excluded.kind = 'insist' AND (w.failures + excluded.failures >= ${ATTENTION_AFTER.failures}
              OR w.first_at < clock_timestamp() - interval '${ATTENTION_AFTER.seconds} seconds')`;
    // A claim that is lost with the server's memory is made again: no wait for the disk.
    const claim = (due: string): string => `
      UPDATE ${table} w SET claims = claims + 1, due_at = clock_timestamp() + $3 * interval '1 ms', claimed_by = $4
        FROM (SELECT saga_id, step, phase FROM ${table} WHERE ${due} AND kind = ANY ($1)
               ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED) AS due
       WHERE (w.saga_id, w.step, w.phase) = (due.saga_id, due.step, due.phase)
         AND set_config('synchronous_commit', 'off', true) = 'off'
      RETURNING w.saga_id AS "sagaId", w.step, w.phase, type, def_version AS version, kind, context, failure, prepared, meta, claims,
        failures, (extract(epoch FROM clock_timestamp() - first_at) * 1000)::float8 AS "ageMs",
        coalesce(deadline <= clock_timestamp(), false) AS "isOver"`;
    this.claimSql = claim('due_at <= clock_timestamp()');
    this.claimAloneSql = claim(`due_at = ${ALONE}`);
    this.holdSql = `SELECT FROM ${table} WHERE ${row} AND claims = $4 FOR UPDATE`;
    this.removeSql = `DELETE FROM ${table} WHERE ${row}`;
    this.postponeSql = `
      UPDATE ${table}
         SET due_at = clock_timestamp() + least($5 * interval '1 ms',
               CASE WHEN deadline > clock_timestamp() THEN deadline - clock_timestamp() END), claimed_by = NULL, deaths = 0,
             failures = failures + $6, error = coalesce($7, error), needs_attention = ${ATTENTION}
       WHERE ${row} AND claims = $4`;
    this.takeBackSql = `
      WITH left_over AS (
        SELECT saga_id, step, phase, ${IS_ACCUSED} AS is_accused
          FROM (SELECT saga_id, step, phase, deaths FROM ${table} WHERE claimed_by = $1 FOR UPDATE) AS own
      )
      UPDATE ${table} w
         SET claimed_by = NULL, deaths = deaths + CASE WHEN is_accused THEN 1 ELSE 0 END,
             due_at = CASE WHEN is_accused THEN ${dueAfterDeaths('deaths + 1')} ELSE ${ALONE} END,
             failures = failures + CASE WHEN is_accused AND deaths > 0 THEN 1 ELSE 0 END,
             error = CASE WHEN is_accused AND deaths > 0 THEN '${DIED}' ELSE error END,
             needs_attention = needs_attention OR (is_accused AND deaths > 1)
        FROM left_over l WHERE (w.saga_id, w.step, w.phase) = (l.saga_id, l.step, l.phase)`;
    this.dueSql = `
      SELECT count(*)::int AS due FROM ${table}
       WHERE kind = ANY ($1) AND (due_at <= clock_timestamp() OR claimed_by = $2)`;
  }

  /** Puts a task off, in the current unit. */
  put({ saga, step, phase, context, failure }: Asked, { kind, inMs, prepared, error }: PutOff): void {
    this.unit.write(this.putSql, [
      ...[saga.id, step, phase, saga.type, saga.version, kind, JSON.stringify(context ?? null)],
      failure ? JSON.stringify(failure) : null,
      prepared ? JSON.stringify(prepared) : null,
      prepared?.askForMs ?? null,
      JSON.stringify(messageContext()),
      Math.round(inMs),
      error === undefined ? 0 : 1,
      error ?? null,
    ]);
  }

  /** Takes up what is due: nobody else's for `leaseMs`, or until it is let go. */
  claim(kinds: readonly WorkKind[], limit: number, leaseMs: number): Promise<WorkItem[]> {
    return this.claimBy(this.claimSql, kinds, limit, leaseMs);
  }

  /** Takes up one piece that a process had in hand when it died. */
  async claimAlone(kinds: readonly WorkKind[], leaseMs: number): Promise<WorkItem | undefined> {
    return (await this.claimBy(this.claimAloneSql, kinds, 1, leaseMs))[0];
  }

  /** How much of it can be done now, what is in hand here included. */
  async due(kinds: readonly WorkKind[]): Promise<number> {
    const [row] = await this.unit.read(() =>
      this.unit.query<{ due: number }>(this.dueSql, [kinds, this.owner]),
    );
    return row?.due ?? 0;
  }

  private async claimBy(
    sql: string,
    kinds: readonly WorkKind[],
    limit: number,
    leaseMs: number,
  ): Promise<WorkItem[]> {
    const rows = await this.unit.run(() => this.unit.query<Row>(sql, [kinds, limit, leaseMs, this.owner]));
    return rows.map((row) => ({
      asked: {
        saga: { id: row.sagaId, type: row.type, version: row.version },
        step: row.step,
        phase: row.phase,
        context: row.context,
        failure: row.failure ?? undefined,
      },
      kind: row.kind,
      prepared: row.prepared ?? undefined,
      meta: row.meta,
      claims: row.claims,
      failures: row.failures,
      ageMs: row.ageMs,
      isOver: row.isOver,
    }));
  }

  /** Locks an item until the unit ends. @returns false when it is no longer this claim's */
  async holds({ asked, claims }: WorkItem): Promise<boolean> {
    return (await this.unit.query(this.holdSql, [...key(asked), claims])).length > 0;
  }

  remove(asked: Asked): void {
    this.unit.write(this.removeSql, key(asked));
  }

  /** Lets an item go undone, due again later but not after its deadline; without effect when it is no longer this claim's. */
  async postpone({ asked, claims }: WorkItem, inMs: number, error?: string): Promise<void> {
    await this.unit.run(() =>
      this.unit.query(this.postponeSql, [
        ...key(asked),
        ...[claims, Math.round(inMs), error === undefined ? 0 : 1, error ?? null],
      ]),
    );
  }

  /** At start: what this replica had in hand when it died is nobody's, and goes before all others, alone. */
  async takeBack(): Promise<void> {
    await this.unit.run(() => this.unit.query(this.takeBackSql, [this.owner]));
  }
}

function key({ saga, step, phase }: Asked): [string, string, string] {
  return [saga.id, step, phase];
}
