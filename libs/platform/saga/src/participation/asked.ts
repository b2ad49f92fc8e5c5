import type { Failure } from '../definition/saga-definition.js';
import type { Phase, Verdict } from '../definition/saga-plan.js';

/** Which saga, and under which version of its definition it runs. */
export interface SagaRef {
  readonly id: string;
  readonly type: string;
  readonly version: number;
}

/** The stream of what one module tells about a saga; commands and replies have one of their own for each module they are for. */
export function streamOf({ id, type }: SagaRef): string {
  return `saga-${type}-${id}`;
}

/** A task with its answer. `asked` is as it was done: with everything the participant knew. */
export interface Answered {
  readonly asked: Asked;
  readonly verdict: Verdict;
}

/** A task that a participant is asked for, with all it needs to know. */
export interface Asked {
  readonly saga: SagaRef;
  readonly step: string;
  readonly phase: Phase;
  readonly context: unknown;
  readonly failure?: Failure | undefined;
}
