import { type EventLog, withMessageContext } from '@platform/messaging';

import type { SagaPlans } from '../coordination/saga-plans.js';
import type { SagaPlan, Task, Verdict } from '../definition/saga-plan.js';
import { type StepAsked, stepCommand } from '../messages/saga-messages.js';
import { type Asked, type SagaRef, streamOf } from '../participation/asked.js';
import type { Participation } from '../participation/participation.js';
import type { SagaObserver } from '../saga-observer.js';
import { commandIdOf } from './command-id.js';
import type { SagaRows } from './saga-rows.js';
import type { SagaState } from './saga-state.js';

const RESENT_AT_ONCE = 50;

export interface OrchestratorParts {
  readonly plans: SagaPlans;
  readonly participation: Participation;
  readonly rows: SagaRows;
  readonly log: EventLog;
  readonly observer: SagaObserver;
  /** A saga has ended here. Called after the commit. */
  readonly ended: (sagaId: string) => void;
}

/**
 * Steers the sagas of one subject. Everything it does is in a unit of work of the subject's module; tasks of that module are
 * done in the same unit, those of others are commands that leave with its commit.
 */
export class Orchestrator {
  constructor(private readonly parts: OrchestratorParts) {}

  /** The first step is done. Twice is once. */
  async begin(saga: SagaRef, context: unknown): Promise<void> {
    const state = await this.parts.rows.begin(saga, context);
    if (!state) return;
    await this.give(state, this.plan(saga).begun);
    this.endIfAnswered(state);
    this.parts.rows.save(state);
  }

  /** Takes an answer: the first to a command that was given out changes something, every other one nothing. */
  async take(commandId: string, verdict: Verdict): Promise<void> {
    const taken = await this.parts.rows.take(commandId, verdict);
    if (!taken) return;
    const { state, task } = taken;
    await this.follow(state, this.plan(state.saga).task(task.step, task.phase), verdict);
    this.endIfAnswered(state);
    this.parts.rows.save(state);
  }

  /** Sends commands again that nobody has answered in time. @returns how many */
  async resend(): Promise<number> {
    const { unit } = this.parts.rows;
    const resent = await unit.run(async () => {
      const unanswered = await this.parts.rows.dueAgain(RESENT_AT_ONCE);
      if (unanswered.length > 0) await unit.reached('saga.unanswered.claimed');
      for (const { asked, target, meta } of unanswered)
        withMessageContext(meta, () => this.send(target, asked));
      return unanswered.length;
    });
    if (resent > 0) await unit.reached('saga.unanswered.sent');
    return resent;
  }

  /** How many of them are due to be sent again. */
  unanswered(): Promise<number> {
    return this.parts.rows.unanswered();
  }

  private async follow(state: SagaState, task: Task, verdict: Verdict): Promise<void> {
    const plan = this.plan(state.saga);
    if (task.phase === 'begun') {
      if (verdict.outcome === 'done')
        state.context = plan.definition.subject.take(state.context, verdict.result);
      await this.goOnAfter(state, plan.first.step);
    } else if (task.phase === 'do') {
      state.context = plan.taken(task.step, state.context, verdict);
      if (verdict.outcome === 'done') await this.goOnAfter(state, task.step);
      else await this.fail(state, task.step, verdict.reason);
    }
  }

  private async goOnAfter(state: SagaState, step: string): Promise<void> {
    const plan = this.plan(state.saga);
    const next = plan.after(step);
    if (next) {
      state.step = next.step;
      await this.give(state, next);
      return;
    }
    state.status = 'completing';
    for (const task of [plan.whenCompleted, ...plan.reactionsToCompletion]) await this.give(state, task);
  }

  private async fail(state: SagaState, step: string, reason: string): Promise<void> {
    state.status = 'failing';
    state.failure = { step, reason };
    for (const task of this.plan(state.saga).whenFailedAt(step)) await this.give(state, task);
  }

  /** Has a task done: here and now where it is the subject's own, else by a command. */
  private async give(state: SagaState, task: Task): Promise<void> {
    const { saga, context, failure } = state;
    const asked: Asked = { saga, step: task.step, phase: task.phase, context, failure };
    const isOwn = task.module === this.parts.participation.module;
    if (isOwn) {
      const answered = await this.parts.participation.perform(asked);
      if (answered) return this.follow(state, task, answered.verdict);
    } else {
      this.send(task.module, asked);
    }
    state.unanswered += 1;
    state.given.push({ task, commandId: commandIdOf(asked), sent: !isOwn });
  }

  private send(target: string, asked: Asked): void {
    const { saga, step, phase, context, failure } = asked;
    const data: StepAsked = {
      sagaId: saga.id,
      definitionVersion: saga.version,
      commandId: commandIdOf(asked),
      ...{ step, phase, context, ...(failure && { failure }) },
    };
    this.parts.log.send(target, streamOf(saga), [{ type: stepCommand(saga.type, target).type, data }]);
  }

  private endIfAnswered(state: SagaState): void {
    const { saga, status, failure, ageMs } = state;
    if (state.unanswered > 0 || status === 'running') return;
    state.status = status === 'failing' ? 'failed' : 'completed';
    const end =
      status === 'failing'
        ? ({ outcome: 'failed', failedAt: failure?.step ?? '' } as const)
        : ({ outcome: 'completed' } as const);
    this.parts.rows.unit.afterCommit(() => {
      this.parts.observer.ended(saga.type, saga.id, end, ageMs);
      this.parts.ended(saga.id);
    });
  }

  private plan(saga: SagaRef): SagaPlan {
    return this.parts.plans.of(saga);
  }
}
