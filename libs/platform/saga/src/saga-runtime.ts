import { Sagas } from './sagas.js';

export interface SagaCounts {
  /** Sagas that have begun and not ended, over the subjects hosted here, and what their participants still have to do by themselves. */
  readonly pending: number;
  /** Those of them that keep breaking, or that nobody has answered for long. */
  readonly needsAttention: number;
}

/** A saga that has not ended, at its subject; or something that one of its participants still has to do. */
export interface OpenSagaView {
  readonly sagaId: string;
  readonly type: string;
  readonly module: string;
  /** `saga`; or the participant's task, for instance `undo reserve`. */
  readonly what: string;
  /** Of a saga `running`, `completing` or `failing`; of a task `call`, `ask-again` or `insist`. */
  readonly state: string;
  /** What a saga waits for, as far as its subject knows. */
  readonly waitsFor: string | null;
  readonly since: Date;
  /** When it goes on by itself; null when that depends on others. */
  readonly dueAt: Date | null;
  /** How often it broke. */
  readonly failures: number;
  readonly error: string | null;
  readonly needsAttention: boolean;
}

export interface ListSagas {
  /** Only what needs attention; everything that is open unless given. */
  readonly needsAttention?: boolean | undefined;
  /** Most entries per module and kind; 100 unless given. */
  readonly limit?: number | undefined;
}

/** What metrics and operators need to know of sagas, and may do about them, however they are executed. */
export abstract class SagaRuntime extends Sagas {
  /** Over the modules hosted by this process. */
  abstract pending(): Promise<SagaCounts>;

  /** What is open in the modules hosted by this process, oldest first within each. */
  abstract list(options?: ListSagas): Promise<OpenSagaView[]>;

  /**
   * Makes everything that this process's modules still have to do for a saga due now, and no longer in need of attention.
   * @returns how much that is; 0 when it is not known here
   */
  abstract retry(sagaId: string): Promise<number>;

  /**
   * The log of a module has got back events that what it keeps of sagas knows nothing of: what they tell of answers it has given is
   * put on record, so that nobody who asks again is answered otherwise. Before the module takes anything new; may be done again.
   */
  abstract remember(module: string): Promise<void>;
}
