import type { ICommand } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

/**
 * - `compensatable`: may be undone, as long as the pivot has not succeeded
 * - `pivot`: the point of no return; when it succeeds the saga will complete
 * - `retriable`: after the pivot; cannot be refused, only delayed
 */
export type StepKind = 'compensatable' | 'pivot' | 'retriable';

/** Why a saga failed, as its subject, its compensations and its reactions are told. */
export interface Failure {
  readonly step: string;
  readonly reason: string;
}

/** How a participant is asked: on the last ask it must decide with what it knows. */
export interface Ask {
  readonly lastAsk: boolean;
}

export interface LocalStep<Context> {
  readonly type: 'local';
  readonly name: string;
  readonly participant: string;
  readonly kind: StepKind;
  readonly command: (context: Context, ask: Ask) => ICommand;
  /** The context with the result of `command` added. */
  readonly take: (context: Context, result: unknown) => Context;
  /** The context with the details of a refusal added. */
  readonly takeRefusal: (context: Context, details: unknown) => Context;
  readonly compensation?: (context: Context) => ICommand;
}

/** What preparing an external call answers: what is to be called, and for how long asking makes sense. */
export interface Prepared {
  readonly needsCall: boolean;
  /** One key, one effect, at the outside; the same key for the same question. */
  readonly idempotencyKey: string;
  /**
   * How much longer asking makes sense: what was left of the participant's deadline, by its database's clock, when it was
   * prepared. A length and not a time, since the clock of whoever asks may be another. Only this deadline may give up.
   */
  readonly askForMs: number;
}

/** `unknown`: no answer arrived. Nothing is assumed; the question is asked again under the same key. */
export interface Answer {
  readonly status: string;
}

/**
 * A step whose effect is outside every database: *prepare* (a transaction that records the attempt, then ends), *call* (no
 * transaction of the participant's), *conclude* (a transaction that records the answer and goes on).
 */
export interface ExternalStep<Context> {
  readonly type: 'external';
  readonly name: string;
  readonly participant: string;
  readonly kind: StepKind;
  readonly prepare: (context: Context) => ICommand;
  readonly call: (context: Context, prepared: Prepared, timeoutMs: number) => ICommand;
  /** The answer of a step that needs no call. */
  readonly withoutCall: Answer;
  readonly conclude: (context: Context, prepared: Prepared, answer: Answer) => ICommand;
  readonly take: (context: Context, result: unknown) => Context;
  readonly takeRefusal: (context: Context, details: unknown) => Context;
}

export type SagaStep<Context> = LocalStep<Context> | ExternalStep<Context>;

/** What a participant does when the saga has ended. */
export interface Reaction<Context> {
  readonly participant: string;
  readonly command: (context: Context) => ICommand;
}

/** The module that the saga is about: told when it begins and how it ends. */
export interface Subject<Context> {
  readonly module: string;
  readonly begun: (context: Context) => ICommand;
  readonly take: (context: Context, result: unknown) => Context;
  readonly failed: (context: Context, failure: Failure) => ICommand;
  readonly completed: (context: Context) => ICommand;
}

/**
 * A saga as data: declared once, executed as a transaction, by choreography or by orchestration.
 *
 * The context is plain JSON; it accumulates what the steps answered, so that no participant looks anything up elsewhere.
 */
export interface SagaDefinition<Context = unknown> {
  readonly type: string;
  /** Raised when the steps change; a running saga ends under the version it began with. */
  readonly version: number;
  readonly start: (sagaId: string, request: unknown) => Context;
  readonly subject: Subject<Context>;
  /** In order; the first is executed where the saga is begun. */
  readonly steps: readonly [SagaStep<Context>, ...SagaStep<Context>[]];
  readonly onCompleted: readonly Reaction<Context>[];
  readonly onFailed: readonly Reaction<Context>[];
}

export type { StepOutcome };
