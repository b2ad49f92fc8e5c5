import { isInfrastructureError } from '@platform/persistence';

import type { Answer, ExternalStep, Failure, SagaDefinition } from '../definition/saga-definition.js';
import type { Limiter } from '../limiter.js';
import { growingPauses, pause } from '../pause.js';
import type { KnownAnswers, StepRunner } from './step-runner.js';
import type { StopReason } from './stopped.js';
import type { TransactionExecution } from './transaction-execution.js';

const CALL_OUTSIDE_MS = 2_000;
const NOT_YET_PAUSE_MS = 100;
/** How long a participant may wait for what has not arrived yet before it must decide with what it knows. */
const PATIENCE_MS = 5_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
const ATTENTION_AFTER = 10;

/** How this process left a saga; a failed one with the step that failed. */
export type SagaEnd =
  | { readonly outcome: 'completed' | 'ended-elsewhere' | 'stopped' }
  | { readonly outcome: 'failed'; readonly failedAt: string };

export interface DriverDependencies {
  readonly execution: TransactionExecution;
  readonly steps: StepRunner;
  /** Bounds the transactions over the steps, so that a hung outside leaves connections for everyone else. */
  readonly limiter: Limiter;
  readonly stopping: AbortSignal;
  /** Since when messages arrive at a module, on the clock of `performance.now()`; nothing before. */
  readonly receivesSince: (module: string) => number | undefined;
  readonly report: (sagaId: string, error: unknown) => void;
}

/** Drives one saga to its end: tries again what broke, waits for what is late, asks the outside again, never gives up by itself. */
export class SagaDriver {
  private readonly known: KnownAnswers = new Map();
  private readonly nextPause = growingPauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  /** On the clock of `performance.now()`, which nobody sets. */
  private firstNotYet: number | undefined;
  private readonly notYet = Promise.withResolvers<undefined>();
  /** The participant that lacked something when last asked. */
  private lacking: string | undefined;

  constructor(
    private readonly definition: SagaDefinition,
    private readonly id: string,
    private readonly begun: unknown,
    private readonly with_: DriverDependencies,
  ) {}

  /** Resolves when it has come to wait for something that only a message can bring. */
  get waits(): Promise<unknown> {
    return this.notYet.promise;
  }

  async drive(): Promise<SagaEnd> {
    while (!this.with_.stopping.aborted) {
      try {
        const end = await this.once();
        if (end) return end;
      } catch (error) {
        await this.recover(error);
      }
    }
    return { outcome: 'stopped' };
  }

  /** @returns nothing when it has to be tried again */
  private async once(): Promise<SagaEnd | undefined> {
    const { execution, limiter, stopping } = this.with_;
    const ask = { lastAsk: this.waitedMs >= PATIENCE_MS };
    const result = await limiter.run(
      () => execution.attempt(this.definition, this.id, this.begun, ask, this.known),
      stopping,
    );
    if (!result) return undefined;
    if (result.type === 'completed') return { outcome: 'completed' };
    if (result.type === 'already-ended') return { outcome: 'ended-elsewhere' };
    const { reason, context } = result;
    switch (reason.type) {
      case 'not-yet':
        this.firstNotYet ??= performance.now();
        this.lacking = this.definition.steps.find(({ name }) => name === reason.step)?.participant;
        this.notYet.resolve(undefined);
        await pause(NOT_YET_PAUSE_MS, this.with_.stopping);
        return undefined;
      case 'refused':
        return this.fail(reason, context);
      case 'unanswered': {
        const answered = await this.askAgain(reason, context);
        if (answered || this.with_.stopping.aborted) return undefined;
        const failure: Failure = { step: reason.step, reason: 'no-answer' };
        return this.fail({ type: 'refused', failure }, context);
      }
    }
  }

  /** How long what is lacking could have arrived. */
  private get waitedMs(): number {
    if (this.firstNotYet === undefined || this.lacking === undefined) return 0;
    const since = this.with_.receivesSince(this.lacking);
    return since === undefined ? 0 : performance.now() - Math.max(since, this.firstNotYet);
  }

  private async fail(reason: Extract<StopReason, { type: 'refused' }>, context: unknown): Promise<SagaEnd> {
    const failed = await this.with_.execution.fail(this.definition, this.id, { reason, context });
    return failed ? { outcome: 'failed', failedAt: reason.failure.step } : { outcome: 'ended-elsewhere' };
  }

  /** Asks outside any transaction, so that no row waits for a hung provider. @returns false when the deadline has passed */
  private async askAgain(
    { step: name, prepared, askUntil }: Extract<StopReason, { type: 'unanswered' }>,
    context: unknown,
  ): Promise<boolean> {
    const step = this.externalStep(name);
    const leftMs = (): number => askUntil - performance.now();
    const nextPause = growingPauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    while (leftMs() > 0 && !this.with_.stopping.aborted) {
      const answer: Answer = await this.with_.steps.call(step, context, prepared, CALL_OUTSIDE_MS);
      if (answer.status !== 'unknown') {
        this.known.set(prepared.idempotencyKey, answer);
        return true;
      }
      await pause(Math.min(nextPause(), Math.max(0, leftMs())), this.with_.stopping);
    }
    return false;
  }

  private async recover(error: unknown): Promise<void> {
    this.with_.report(this.id, error);
    if (!isInfrastructureError(error)) {
      await this.with_.execution
        .store(this.definition)
        .countFailure(this.id, ATTENTION_AFTER)
        .catch((failure: unknown) => {
          this.with_.report(this.id, failure);
        });
    }
    await pause(this.nextPause(), this.with_.stopping);
  }

  private externalStep(name: string): ExternalStep<unknown> {
    const step = this.definition.steps.find((candidate) => candidate.name === name);
    if (step?.type !== 'external') throw new Error(`Step "${name}" is not external.`);
    return step;
  }
}
