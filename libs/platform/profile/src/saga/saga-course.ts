import type { SagaShape, SagaStepShape } from '../catalogue.js';

/** What somebody answers to. A step fails when it is refused, or goes without an answer for too long. */
export type SagaTrigger =
  | {
      readonly outcome: 'done' | 'failed';
      readonly step: string;
      /** Whose step it is. */ readonly at: string;
    }
  /** The subject is completed; told after it is, so that whoever hears of it finds the subject decided. */
  | { readonly outcome: 'completed'; readonly at: string };

/**
 * What a module does in a saga besides its first step:
 * - `begin`, `complete`, `fail`: the subject hears of the beginning and of the end
 * - `step`: the next step; `undo`: the compensation of an earlier one
 * - `on-completed`, `on-failed`: a module that is no subject does something at the end
 */
export type SagaDeed = 'begin' | 'step' | 'complete' | 'undo' | 'fail' | 'on-completed' | 'on-failed';

export interface SagaReaction {
  readonly on: SagaTrigger;
  readonly module: string;
  readonly deed: SagaDeed;
  /** The step that is done or undone; absent where the deed is about the saga as a whole. */
  readonly step?: string;
  /** What undoes the step, as the catalogue calls it. */
  readonly compensation?: string;
}

/**
 * Who answers to what, in the order of the saga. By choreography each module hears the trigger itself; by orchestration the
 * subject's module hears it and commands the others: what happens is the same.
 */
export function sagaCourse(saga: SagaShape): readonly SagaReaction[] {
  return [...successes(saga), ...failures(saga)];
}

function successes({ steps, subject, onCompleted }: SagaShape): readonly SagaReaction[] {
  const reactions: SagaReaction[] = [{ on: done(steps[0]), module: subject, deed: 'begin' }];
  let before: SagaStepShape = steps[0];
  for (const step of steps.slice(1)) {
    reactions.push({ on: done(before), module: step.participant, deed: 'step', step: step.name });
    before = step;
  }
  reactions.push({ on: done(before), module: subject, deed: 'complete' });
  for (const module of onCompleted)
    reactions.push({ on: { outcome: 'completed', at: subject }, module, deed: 'on-completed' });
  return reactions;
}

function failures({ steps, subject, onFailed }: SagaShape): readonly SagaReaction[] {
  return failing(steps).flatMap((failed) => {
    const on: SagaTrigger = { outcome: 'failed', step: failed.name, at: failed.participant };
    const undone = steps
      .slice(0, steps.indexOf(failed))
      .filter(({ compensation }) => compensation)
      .reverse();
    return [
      { on, module: subject, deed: 'fail' as const },
      ...undone.map(({ name, participant, compensation = '' }) => ({
        ...{ on, module: participant, deed: 'undo' as const, step: name, compensation },
      })),
      ...onFailed.map((module) => ({ on, module, deed: 'on-failed' as const })),
    ];
  });
}

/** The first step begins the saga or nothing does; after the pivot no step can be refused. */
function failing(steps: SagaShape['steps']): readonly SagaStepShape[] {
  return steps.slice(1).filter(({ kind }) => kind !== 'retriable');
}

function done({ name, participant }: SagaStepShape): SagaTrigger {
  return { outcome: 'done', step: name, at: participant };
}
