import type { StepOutcome } from '@platform/domain';

/** Where a module begins a saga without knowing how it will be coordinated. */
export abstract class Sagas {
  /**
   * Begins a saga in the caller's unit of work: the first step and the subject's `begun` commit with it, or nothing does.
   *
   * @param sagaId also the id of the subject's aggregate
   * @returns the first step's outcome; when it is a refusal nothing was begun and the caller should roll back
   */
  abstract begin(type: string, sagaId: string, request: unknown): Promise<StepOutcome<unknown, unknown>>;

  /**
   * Resolves when this process saw the saga end, and after `ms` milliseconds at the latest. A hint that shortens a wait:
   * another process may have ended the saga, so the subject must be read either way.
   */
  abstract settled(sagaId: string, ms: number): Promise<void>;
}
