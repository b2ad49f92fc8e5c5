/**
 * What an application tells the platform about itself, so that a profile can be judged without starting anything.
 * The platform knows no module by name.
 */
export interface Catalogue {
  /** Every module that a profile must host, in the order in which people expect to read them. */
  readonly modules: readonly CatalogueModule[];
  /** The business transaction whose promises a profile decides. */
  readonly saga: SagaShape;
  /** What modules keep of each other's data: it follows by events, so it may be behind. */
  readonly copies: readonly Copy[];
}

export interface CatalogueModule {
  readonly name: string;
  /** Whether the module can keep its aggregates as events; one that only follows others' events cannot. */
  readonly eventSourceable: boolean;
  /** What it lists of its own, where it does: "orders". Kept as events, such a list is projected from them and may be behind. */
  readonly lists?: string;
  /** The first path segments that it owns, each with a leading slash: a request for one, or for anything below it, is the module's. */
  readonly paths: readonly string[];
}

/** Data of one module that another one keeps for its own answers. */
export interface Copy {
  /** The module that keeps it. */
  readonly at: string;
  /** The module whose events it follows. */
  readonly of: string;
  /** As people read it: "prices in carts". */
  readonly what: string;
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
  /** Modules besides the subject that do something when it has failed, whichever step it was. */
  readonly onFailed: readonly string[];
}

export interface SagaStepShape {
  readonly name: string;
  readonly participant: string;
  /** Undone when a later step fails; the point of no return; or tried until it succeeds. */
  readonly kind: 'compensatable' | 'pivot' | 'retriable';
  /** What undoes it when a later step fails, where something does: "release". */
  readonly compensation?: string;
  /** Who is called outside the system, if anybody: "the payment provider". */
  readonly external?: string;
  /** How long an external step is tried before it fails, and what the subject is then: 30 s, "payment-failed". */
  readonly givesUp?: { readonly afterSeconds: number; readonly as: string };
}

/** The modules that take part in `saga`, each once, the subject included. */
export function participantsOf(saga: SagaShape): readonly string[] {
  return [...new Set([...saga.steps.map((step) => step.participant), saga.subject, ...saga.onCompleted])];
}

/** The modules without which no saga can even begin: the one that takes the request, and the subject. */
export function beginnersOf(saga: SagaShape): readonly string[] {
  return [...new Set([saga.steps[0].participant, saga.subject])];
}
