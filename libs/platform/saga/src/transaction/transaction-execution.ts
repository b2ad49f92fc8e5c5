import { Inject, Injectable } from '@nestjs/common';
import { Databases } from '@platform/persistence';

import type { Ask, SagaDefinition } from '../definition/saga-definition.js';
import { SagaStore } from './saga-store.js';
import { type KnownAnswers, StepRunner } from './step-runner.js';
import { Stopped, type StopReason } from './stopped.js';

/** Name of this replica, the same after a restart and no other's. */
export const SAGA_OWNER = Symbol('saga owner');

/** How one run of the transaction over the steps ended. */
export type AttemptResult =
  | { readonly type: 'completed' }
  | { readonly type: 'already-ended' }
  | { readonly type: 'stopped'; readonly reason: StopReason; readonly context: unknown };

/**
 * The checkout as one ACID transaction, in three commits:
 *
 * T1, in the unit of whoever begins: the first step and the subject's `begun`.
 * T2: every other step, and the outcome when all are done. A refusal rolls T2 back.
 * T3, after a refusal: the outcome, with the first step compensated. Nothing else was left to undo.
 */
@Injectable()
export class TransactionExecution {
  constructor(
    private readonly databases: Databases,
    private readonly steps: StepRunner,
    @Inject(SAGA_OWNER) private readonly owner: string,
  ) {}

  store(definition: SagaDefinition): SagaStore {
    return new SagaStore(this.databases.unitOfWork(definition.subject.module), this.owner);
  }

  /** T1's part: runs in the caller's unit of work. @returns the context, or the refusal of the first step */
  async begin(
    definition: SagaDefinition,
    id: string,
    request: unknown,
  ): Promise<{ context: unknown; outcome: Awaited<ReturnType<StepRunner['execute']>> }> {
    const { subject, steps } = definition;
    const [first] = steps;
    if (first.type !== 'local')
      throw new Error(`Saga "${definition.type}" cannot begin with an external step.`);
    let context = definition.start(id, request);
    const outcome = await this.steps.execute(first.command(context, { lastAsk: true }));
    if (outcome.outcome !== 'done') return { context, outcome };
    context = first.take(context, outcome.result);
    const begun = await this.steps.insist(subject.begun(context));
    context = subject.take(context, begun);
    const unit = this.databases.unitOfWork(subject.module);
    await unit.run(() =>
      this.store(definition).insert({
        id,
        type: definition.type,
        definitionVersion: definition.version,
        context,
      }),
    );
    return { context, outcome };
  }

  /** T2. @throws whatever broke; the transaction was then rolled back and may be tried again */
  async attempt(
    definition: SagaDefinition,
    id: string,
    begun: unknown,
    ask: Ask,
    known: KnownAnswers,
  ): Promise<AttemptResult> {
    const { type, subject, steps, onCompleted } = definition;
    try {
      return await this.databases.unitOfWork(subject.module).run(
        async () => {
          const run = { ask, known, lockedAt: performance.now() };
          if (!(await this.store(definition).end(id))) return { type: 'already-ended' as const };
          let context = begun;
          for (const step of steps.slice(1)) context = await this.steps.run(definition, step, context, run);
          await this.steps.insist(subject.completed(context));
          for (const reaction of onCompleted) await this.steps.insist(reaction.command(context));
          return { type: 'completed' as const };
        },
        { label: `${type}.t2` },
      );
    } catch (error) {
      if (error instanceof Stopped) return { type: 'stopped', reason: error.reason, context: error.context };
      throw error;
    }
  }

  /** T3. @returns false when the saga had ended already */
  async fail(
    definition: SagaDefinition,
    id: string,
    { reason, context }: { reason: Extract<StopReason, { type: 'refused' }>; context: unknown },
  ): Promise<boolean> {
    const { type, subject, steps, onFailed } = definition;
    const refusing = steps.find(({ name }) => name === reason.failure.step);
    return this.databases.unitOfWork(subject.module).run(
      async () => {
        if (!(await this.store(definition).end(id))) return false;
        // The outside's answer went down with T2; its participant keeps it with the outcome.
        if (refusing?.type === 'external' && reason.concluded) {
          await this.steps.execute(
            refusing.conclude(context, reason.concluded.prepared, reason.concluded.answer),
          );
        }
        await this.steps.insist(subject.failed(context, reason.failure));
        const [first] = steps;
        if (first.type === 'local' && first.compensation)
          await this.steps.insist(first.compensation(context));
        for (const reaction of onFailed) await this.steps.insist(reaction.command(context));
        return true;
      },
      { label: `${type}.t3` },
    );
  }
}
