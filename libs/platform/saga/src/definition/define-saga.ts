import type { Command, ICommand } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import type {
  Answer,
  Ask,
  ExternalStep,
  Failure,
  LocalStep,
  Prepared,
  Reaction,
  SagaDefinition,
  SagaStep,
  StepKind,
  Subject,
} from './saga-definition.js';
import { assertSound } from './assert-sound.js';

type Asks<Result, Details> = Command<StepOutcome<Result, Details>>;

interface SubjectSpec<Context, Begun> {
  begun: (context: Context) => Asks<Begun, unknown>;
  take: (context: Context, result: Begun) => Context;
  failed: (context: Context, failure: Failure) => ICommand;
  completed: (context: Context) => ICommand;
}

interface LocalSpec<Context, Result, Details> {
  at: string;
  kind: StepKind;
  command: (context: Context, ask: Ask) => Asks<Result, Details>;
  take?: (context: Context, result: Result) => Context;
  takeRefusal?: (context: Context, details: Details) => Context;
  compensation?: (context: Context) => ICommand;
}

interface ExternalSpec<Context, P extends Prepared, A extends Answer, Result, Details> {
  at: string;
  kind: StepKind;
  prepare: (context: Context) => Asks<P, unknown>;
  call: (context: Context, prepared: P, timeoutMs: number) => Command<A>;
  withoutCall: A;
  conclude: (context: Context, prepared: P, answer: A) => Asks<Result, Details>;
  take?: (context: Context, result: Result) => Context;
  takeRefusal?: (context: Context, details: Details) => Context;
}

/** Begins the declaration of a saga; `start` makes its first context from the request that begins it. */
export function defineSaga<Context extends object>(
  type: string,
  version: number,
  start: (sagaId: string, request: never) => Context, // what a request is, is between the one who begins and `start`
): SagaBuilder<Context> {
  return new SagaBuilder<Context>(type, version, start as SagaDefinition<Context>['start']);
}

/**
 * Reads like the business: subject, steps in order, reactions. Results are typed where they are declared and erased in the
 * definition, where executions only pass them on.
 */
export class SagaBuilder<Context extends object> {
  private subjectPart: Subject<Context> | undefined;
  private readonly steps: SagaStep<Context>[] = [];
  private readonly completions: Reaction<Context>[] = [];
  private readonly failures: Reaction<Context>[] = [];

  constructor(
    private readonly type: string,
    private readonly version: number,
    private readonly start: (sagaId: string, request: unknown) => Context,
  ) {}

  /** The module whose aggregate the saga is about. */
  subject<Begun>(module: string, spec: SubjectSpec<Context, Begun>): this {
    this.subjectPart = { ...spec, module, take: (context, result) => spec.take(context, result as Begun) };
    return this;
  }

  /** A step that one participant does in a transaction of its own database. */
  step<Result, Details = undefined>(name: string, spec: LocalSpec<Context, Result, Details>): this {
    const step: LocalStep<Context> = {
      type: 'local',
      name,
      participant: spec.at,
      kind: spec.kind,
      command: spec.command,
      ...mergers(spec),
    };
    this.steps.push(spec.compensation ? { ...step, compensation: spec.compensation } : step);
    return this;
  }

  /** A step whose effect is outside every database. */
  external<P extends Prepared, A extends Answer, Result, Details = undefined>(
    name: string,
    spec: ExternalSpec<Context, P, A, Result, Details>,
  ): this {
    const step: ExternalStep<Context> = {
      type: 'external',
      name,
      participant: spec.at,
      kind: spec.kind,
      prepare: spec.prepare,
      call: (context, prepared, timeoutMs) => spec.call(context, prepared as P, timeoutMs),
      withoutCall: spec.withoutCall,
      conclude: (context, prepared, answer) => spec.conclude(context, prepared as P, answer as A),
      ...mergers(spec),
    };
    this.steps.push(step);
    return this;
  }

  onCompleted(participant: string, command: (context: Context) => ICommand): this {
    this.completions.push({ participant, command });
    return this;
  }

  onFailed(participant: string, command: (context: Context) => ICommand): this {
    this.failures.push({ participant, command });
    return this;
  }

  /** @throws Error naming the rule that the declaration breaks */
  build(): SagaDefinition {
    const [first, ...rest] = this.steps;
    if (!this.subjectPart || !first)
      throw new Error(`Saga "${this.type}" needs a subject and at least one step.`);
    const definition: SagaDefinition<Context> = {
      type: this.type,
      version: this.version,
      start: this.start,
      subject: this.subjectPart,
      steps: [first, ...rest],
      onCompleted: this.completions,
      onFailed: this.failures,
    };
    assertSound(definition);
    return definition as unknown as SagaDefinition; // executions store and pass the context, they never look inside
  }
}

function mergers<Context>(spec: {
  take?: (context: Context, result: never) => Context;
  takeRefusal?: (context: Context, details: never) => Context;
}): Pick<LocalStep<Context>, 'take' | 'takeRefusal'> {
  return {
    take: (context, result) => spec.take?.(context, result as never) ?? context,
    takeRefusal: (context, details) => spec.takeRefusal?.(context, details as never) ?? context,
  };
}
