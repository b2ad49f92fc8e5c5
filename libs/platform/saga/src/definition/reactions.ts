import type { SagaDefinition } from './saga-definition.js';
import { SagaPlan, type Task } from './saga-plan.js';

/** What a participant tells the others in a choreography: a step done or failed, or, as the subject, that the saga is completed. */
export interface Occurrence {
  readonly module: string;
  readonly step: string;
  readonly phase: 'done' | 'failed' | 'completed';
}

/** What a module does about it. */
export interface DerivedReaction {
  readonly on: Occurrence;
  readonly task: Task;
}

/**
 * The reactions of a choreography, derived from the definition: do my step when the one before it is done; undo it when a later one
 * failed; follow as the subject; react to the end. Of one module to one occurrence, they are in the order in which they are done.
 *
 * Reactions to completion follow the subject's and not the last step's: who waits for a saga's end then finds the subject decided.
 */
export function derivedReactions(plan: SagaPlan): DerivedReaction[] {
  const reactions: DerivedReaction[] = [];
  const add = (on: Occurrence, ...tasks: readonly (Task | undefined)[]): void => {
    for (const task of tasks) if (task) reactions.push({ on, task });
  };
  const { steps } = plan.definition;
  for (const [index, { name, participant, kind }] of steps.entries()) {
    const at = { module: participant, step: name };
    const next = plan.after(name);
    add({ ...at, phase: 'done' }, index === 0 ? plan.begun : undefined, next ?? plan.whenCompleted);
    // A saga whose first step was refused was never begun.
    if (index > 0 && kind !== 'retriable') add({ ...at, phase: 'failed' }, ...plan.whenFailedAt(name));
  }
  add({ module: plan.subject, step: 'subject', phase: 'completed' }, ...plan.reactionsToCompletion);
  return reactions;
}

/** A reaction as text, for people. */
export interface PrintableReaction {
  readonly module: string;
  /** For instance `stock: reserve done`. */
  readonly on: string;
  /** For instance `place`, `undo reserve`, `begin`, `complete`. */
  readonly does: string;
}

/** How a definition runs as a choreography, reaction by reaction. Pure: needs no application and no database. */
export function reactionsOf(definition: SagaDefinition): PrintableReaction[] {
  return derivedReactions(new SagaPlan(definition)).map(({ on, task }) => ({
    module: task.module,
    on: `${on.module}: ${on.phase === 'completed' ? 'completed' : `${on.step} ${on.phase}`}`,
    does: inWords(task),
  }));
}

function inWords({ step, phase }: Task): string {
  switch (phase) {
    case 'do':
      return step;
    case 'undo':
      return `undo ${step}`;
    case 'begun':
      return 'begin';
    case 'failed':
      return 'fail';
    case 'completed':
      return 'complete';
    case 'on-completed':
      return 'react to completion';
    case 'on-failed':
      return 'react to failure';
  }
}
