import type { ICommand } from '@nestjs/cqrs';

import type { Ask, ExternalStep, Failure, SagaDefinition, SagaStep } from './saga-definition.js';

/**
 * What a participant can be asked for: to do or to undo a step, to let the subject follow (`begun`, `failed`, `completed`),
 * or to react to the end.
 */
export const PHASES = ['do', 'undo', 'begun', 'failed', 'completed', 'on-completed', 'on-failed'] as const;
export type Phase = (typeof PHASES)[number];

/** One thing that one module may have to do for a saga; named by step and phase. */
export interface Task {
  readonly module: string;
  /** Name of the step; `subject`; or the number of the reaction. */
  readonly step: string;
  readonly phase: Phase;
  /** Whether a refusal is an answer. Where it is none, the task is tried until it is done. */
  readonly mayBeRefused: boolean;
  /** For a step whose effect is outside every database; `command` prepares it then. */
  readonly external?: ExternalStep<unknown>;
  readonly command: (context: unknown, ask: Ask, failure: Failure | undefined) => ICommand;
}

/** What a participant answered in the end; `not-yet` is its own business. */
export type Verdict =
  | { readonly outcome: 'done'; readonly result?: unknown }
  | {
      readonly outcome: 'refused';
      readonly reason: string;
      /** Absent when it was not the step's own command that refused: nobody knows what the details would look like. */
      readonly details?: { readonly of?: unknown } | undefined;
    };

/** A definition taken apart into tasks: who has to do what, and after what. The same for all executions over messages. */
export class SagaPlan {
  readonly begun: Task;
  readonly first: Task;
  /** Every module that has a task, sorted. */
  readonly participants: readonly string[];
  private readonly tasks = new Map<string, Task>();

  constructor(readonly definition: SagaDefinition) {
    for (const task of tasksOf(definition)) this.tasks.set(key(task.step, task.phase), task);
    this.begun = this.task('subject', 'begun');
    this.first = this.task(definition.steps[0].name, 'do');
    this.participants = [...new Set([...this.tasks.values()].map(({ module }) => module))].sort();
  }

  get type(): string {
    return this.definition.type;
  }

  get subject(): string {
    return this.definition.subject.module;
  }

  /** @throws Error when the definition knows no such task */
  task(step: string, phase: Phase): Task {
    const task = this.tasks.get(key(step, phase));
    if (task) return task;
    throw new Error(
      `Saga "${this.type}" (version ${this.definition.version}) has nothing to ${phase} at "${step}".`,
    );
  }

  /** The step that follows; nothing after the last one. */
  after(step: string): Task | undefined {
    const next = this.definition.steps[this.indexOf(step) + 1];
    return next && this.task(next.name, 'do');
  }

  /** What there is to do when `step` failed: the subject first, then what is to be undone, latest first, then reactions. */
  whenFailedAt(step: string): Task[] {
    const { steps, onFailed } = this.definition;
    const undos = steps
      .slice(0, this.indexOf(step))
      .filter((earlier) => earlier.type === 'local' && earlier.compensation)
      .map(({ name }) => this.task(name, 'undo'))
      .reverse();
    const reactions = onFailed.map((_, n) => this.task(String(n), 'on-failed'));
    return [this.task('subject', 'failed'), ...undos, ...reactions];
  }

  get whenCompleted(): Task {
    return this.task('subject', 'completed');
  }

  get reactionsToCompletion(): Task[] {
    return this.definition.onCompleted.map((_, n) => this.task(String(n), 'on-completed'));
  }

  /** The context with what a step answered. */
  taken(step: string, context: unknown, verdict: Verdict): unknown {
    const answered = this.step(step);
    if (verdict.outcome === 'done') return answered.take(context, verdict.result);
    return verdict.details ? answered.takeRefusal(context, verdict.details.of) : context;
  }

  private step(name: string): SagaStep<unknown> {
    const step = this.definition.steps[this.indexOf(name)];
    if (!step) throw new Error(`Saga "${this.type}" has no step "${name}".`);
    return step;
  }

  private indexOf(name: string): number {
    return this.definition.steps.findIndex((step) => step.name === name);
  }
}

function key(step: string, phase: Phase): string {
  return `${phase} ${step}`;
}

function* tasksOf({ subject, steps, onCompleted, onFailed }: SagaDefinition): Generator<Task> {
  const follow = { module: subject.module, step: 'subject', mayBeRefused: false };
  yield { ...follow, phase: 'begun', command: subject.begun };
  yield { ...follow, phase: 'completed', command: subject.completed };
  yield {
    ...follow,
    phase: 'failed',
    command: (context, _ask, failure) => subject.failed(context, known(failure)),
  };
  for (const step of steps) {
    const task = { module: step.participant, step: step.name, mayBeRefused: step.kind !== 'retriable' };
    if (step.type === 'external') {
      yield { ...task, phase: 'do', command: step.prepare, external: step };
      continue;
    }
    yield { ...task, phase: 'do', command: step.command };
    const { compensation } = step;
    if (compensation) yield { ...task, phase: 'undo', mayBeRefused: false, command: compensation };
  }
  for (const [n, { participant, command }] of onCompleted.entries())
    yield { module: participant, step: String(n), phase: 'on-completed', mayBeRefused: false, command };
  for (const [n, { participant, command }] of onFailed.entries())
    yield { module: participant, step: String(n), phase: 'on-failed', mayBeRefused: false, command };
}

function known(failure: Failure | undefined): Failure {
  if (!failure) throw new Error('A saga fails at a step and for a reason.');
  return failure;
}
