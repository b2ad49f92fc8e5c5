import { type MessageContext, messageContext } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { Failure } from '../definition/saga-definition.js';
import type { Phase, Verdict } from '../definition/saga-plan.js';
import type { Asked, SagaRef } from '../participation/asked.js';
import { ATTENTION_AFTER } from '../participation/saga-work.js';
import type { SagaState, SagaStatus, TakenAnswer } from './saga-state.js';

const PATIENCE = `interval '${ATTENTION_AFTER.seconds} seconds'`;
const FIRST_RESEND = `interval '5 seconds'`;
const RESEND = `least(interval '30 seconds', ${FIRST_RESEND} * 2 ^ least(t.attempts, 10))`;

interface TakenRow {
  readonly id: string;
  readonly type: string;
  readonly defVersion: number;
  readonly status: SagaStatus;
  readonly step: string | null;
  readonly context: unknown;
  readonly failure: Failure | null;
  readonly unanswered: number;
  readonly ageMs: number;
  readonly taskStep: string;
  readonly taskPhase: Phase;
}

/** A command that nobody has answered in time. */
export interface Unanswered {
  readonly asked: Asked;
  readonly commandId: string;
  readonly target: string;
  readonly meta: MessageContext;
}

/** The orchestrated sagas of one subject, in its schema. */
export class SagaRows {
  private readonly beginSql: string;
  private readonly takeSql: string;
  private readonly saveSql: string;
  private readonly resendSql: string;

  constructor(readonly unit: UnitOfWork) {
    const s = `"${unit.schema}"`;
    // Never claimed by a worker of the transaction execution: this saga is not one to be executed by whoever takes it.
    this.beginSql = `
      INSERT INTO ${s}.saga (id, type, def_version, context, claimed_until, deadline, meta)
      VALUES ($1, $2, $3, $4, 'infinity', clock_timestamp() + ${PATIENCE}, $5) ON CONFLICT DO NOTHING RETURNING id`;
    this.takeSql = `
      WITH taken AS (
        UPDATE ${s}.saga_step SET status = 'answered', reply = $2 WHERE command_id = $1 AND status = 'sent'
        RETURNING saga_id, step, phase
      )
      UPDATE ${s}.saga g
         SET version = g.version + 1, unanswered = g.unanswered - 1, needs_attention = false,
             deadline = clock_timestamp() + ${PATIENCE}
        FROM taken WHERE g.id = taken.saga_id
      RETURNING g.id, g.type, g.def_version AS "defVersion", g.status, g.step, g.context, g.failure, g.unanswered,
        (extract(epoch FROM clock_timestamp() - g.begun_at) * 1000)::float8 AS "ageMs",
        taken.step AS "taskStep", taken.phase AS "taskPhase"`;
    // A task that the subject's own module is at by itself is not sent again: its timer is at its work.
    this.saveSql = `
      WITH given AS (
        INSERT INTO ${s}.saga_step (saga_id, step, phase, command_id, target, status, due_at)
        SELECT $1::uuid, t.step, t.phase, t."commandId", t.target, 'sent',
               CASE WHEN t.sent THEN clock_timestamp() + ${FIRST_RESEND} ELSE 'infinity' END
          FROM json_to_recordset($2::json) AS t (step text, phase text, "commandId" uuid, target text, sent boolean)
      )
      UPDATE ${s}.saga
         SET status = $3, step = $4, context = $5, failure = $6, unanswered = $7,
             ended_on = CASE WHEN $3 IN ('completed', 'failed') THEN current_date END
       WHERE id = $1::uuid`;
    this.resendSql = `
      UPDATE ${s}.saga_step t SET attempts = t.attempts + 1, due_at = clock_timestamp() + ${RESEND}
        FROM ${s}.saga g, (SELECT saga_id, step, phase FROM ${s}.saga_step
                            WHERE status = 'sent' AND due_at <= clock_timestamp()
                            ORDER BY saga_id, step, phase LIMIT $1 FOR UPDATE SKIP LOCKED) AS due
       WHERE (t.saga_id, t.step, t.phase) = (due.saga_id, due.step, due.phase) AND g.id = t.saga_id AND g.ended_on IS NULL
      RETURNING g.id, g.type, g.def_version AS "defVersion", t.step, t.phase, g.context, g.failure, g.meta,
        t.command_id AS "commandId", t.target`;
  }

  /** @returns nothing when the saga has begun before */
  async begin(saga: SagaRef, context: unknown): Promise<SagaState | undefined> {
    const rows = await this.unit.query(this.beginSql, [
      ...[saga.id, saga.type, saga.version, JSON.stringify(context)],
      JSON.stringify(messageContext()),
    ]);
    if (rows.length === 0) return undefined;
    return {
      ...{ saga, status: 'running', step: null, context, failure: undefined, unanswered: 0, ageMs: 0 },
      given: [],
    };
  }

  /** Takes the answer to a command, and the saga's row with it. @returns nothing when it was answered before, or never given */
  async take(commandId: string, verdict: Verdict): Promise<TakenAnswer | undefined> {
    const [row] = await this.unit.query<TakenRow>(this.takeSql, [commandId, JSON.stringify(verdict)]);
    if (!row) return undefined;
    const { id, type, defVersion, status, step, context, failure, unanswered, ageMs } = row;
    const saga = { id, type, version: defVersion };
    return {
      state: { saga, status, step, context, failure: failure ?? undefined, unanswered, ageMs, given: [] },
      task: { step: row.taskStep, phase: row.taskPhase },
      verdict,
    };
  }

  save({ saga, status, step, context, failure, unanswered, given }: SagaState): void {
    const isOver = status === 'completed' || status === 'failed';
    const tasks = given.map(({ task, commandId, sent }) => ({
      ...{ step: task.step, phase: task.phase, target: task.module },
      ...{ commandId, sent },
    }));
    this.unit.write(this.saveSql, [
      ...[saga.id, JSON.stringify(tasks), status, step],
      // What a customer sent is not kept longer than it is needed.
      isOver ? '{}' : JSON.stringify(context),
      failure ? JSON.stringify(failure) : null,
      unanswered,
    ]);
  }

  /** How many commands are due to be sent again. */
  async unanswered(): Promise<number> {
    const s = `"${this.unit.schema}"`;
    const [row] = await this.unit.read(() =>
      this.unit.query<{ due: number }>(
        `SELECT count(*)::int AS due FROM ${s}.saga_step t JOIN ${s}.saga g ON g.id = t.saga_id
          WHERE t.status = 'sent' AND t.due_at <= clock_timestamp() AND g.ended_on IS NULL`,
      ),
    );
    return row?.due ?? 0;
  }

  /** Commands that are due to be sent again, as due later; in the current unit. */
  async dueAgain(limit: number): Promise<Unanswered[]> {
    const rows = await this.unit.query<ResendRow>(this.resendSql, [limit]);
    return rows.map(({ id, type, defVersion, step, phase, context, failure, meta, commandId, target }) => ({
      asked: {
        saga: { id, type, version: defVersion },
        ...{ step, phase, context, failure: failure ?? undefined },
      },
      ...{ commandId, target, meta: meta ?? {} },
    }));
  }
}

interface ResendRow {
  readonly id: string;
  readonly type: string;
  readonly defVersion: number;
  readonly step: string;
  readonly phase: Phase;
  readonly context: unknown;
  readonly failure: Failure | null;
  readonly meta: MessageContext | null;
  readonly commandId: string;
  readonly target: string;
}
