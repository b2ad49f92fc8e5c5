import type { Failure } from '../definition/saga-definition.js';
import type { Task, Verdict } from '../definition/saga-plan.js';
import type { SagaRef } from '../participation/asked.js';

/**
 * - `running`: step after step
 * - `completing`, `failing`: decided; what follows from it is not all answered yet
 */
export type SagaStatus = 'running' | 'completing' | 'failing' | 'completed' | 'failed';

/** A saga as the orchestrator has it in hand, locked until the unit ends. */
export interface SagaState {
  readonly saga: SagaRef;
  status: SagaStatus;
  /** The step it is at; nothing before the first command. */
  step: string | null;
  context: unknown;
  failure: Failure | undefined;
  /** Tasks that were given out and not answered. */
  unanswered: number;
  /** Since it began, in ms. */
  readonly ageMs: number;
  /** Tasks given out in this unit. */
  readonly given: GivenTask[];
}

export interface GivenTask {
  readonly task: Task;
  readonly commandId: string;
  /** Sent as a message; else the subject's own module is at it by itself. */
  readonly sent: boolean;
}

/** A task whose answer was taken, and the saga it belongs to. */
export interface TakenAnswer {
  readonly state: SagaState;
  readonly task: { readonly step: string; readonly phase: Task['phase'] };
  readonly verdict: Verdict;
}
