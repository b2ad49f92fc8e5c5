/**
 * What an application tells the platform about itself, so that a profile can be judged without starting anything.
 * The platform knows no module by name.
 */
export interface Catalogue {
  /** Every module that a profile must host, in the order in which people expect to read them. */
  readonly modules: readonly CatalogueModule[];
  /** The business transaction whose promises a profile decides. */
  readonly saga: SagaShape;
}

export interface CatalogueModule {
  readonly name: string;
  /** Whether the module can keep its aggregates as events; one that only follows others' events cannot. */
  readonly eventSourceable: boolean;
  /** The first path segments that it owns, each with a leading slash: a request for one, or for anything below it, is the module's. */
  readonly paths: readonly string[];
}

/** As much of a saga as its cost and its promises depend on. */
export interface SagaShape {
  /** What people call it in a sentence: "a checkout". */
  readonly name: string;
  /** The module whose aggregate the saga is about; it hears of the beginning and of the end. */
  readonly subject: string;
  /** In order. The first one begins the saga: the module that takes the request does it. */
  readonly steps: readonly [SagaStepShape, ...SagaStepShape[]];
  /** Modules besides the subject that do something when the saga has completed. */
  readonly onCompleted: readonly string[];
}

export interface SagaStepShape {
  readonly name: string;
  readonly participant: string;
  /** Undone when a later step fails; the point of no return; or tried until it succeeds. */
  readonly kind: 'compensatable' | 'pivot' | 'retriable';
  /** Who is called outside the system, if anybody: "the payment provider". */
  readonly external?: string;
}

/** The modules that take part in `saga`, each once, the subject included. */
export function participantsOf(saga: SagaShape): readonly string[] {
  return [...new Set([...saga.steps.map((step) => step.participant), saga.subject, ...saga.onCompleted])];
}

/** The modules without which no saga can even begin: the one that takes the request, and the subject. */
export function beginnersOf(saga: SagaShape): readonly string[] {
  return [...new Set([saga.steps[0].participant, saga.subject])];
}
