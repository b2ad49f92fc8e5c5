import type { Message } from '../envelope/message.js';

export type MessageHandlerFunction = (message: Message) => Promise<void>;

/** Runs `work` when it is its turn, and gives back what it gives back. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** A named reader of other modules' messages, with an inbox of its own in its module's schema. */
export interface Consumer {
  /** `<module>.<name>`, unique. */
  readonly name: string;
  readonly module: string;
  /** By message type. */
  readonly handlers: ReadonlyMap<string, MessageHandlerFunction>;
  /** The only modules whose commands and replies concern it; any module's unless given. Events tell by their type. */
  readonly senders?: ReadonlySet<string>;
  /**
   * Around every transaction of its lanes. Batches of several lanes lock rows in orders of their own; where they would often
   * lock the same rows, they had better take turns than deadlock.
   */
  readonly inTurn?: InTurn;
}
