import type { Message } from '../envelope/message.js';

export interface AppendOptions {
  /** The version the stream must have before the append; 0 for a new one. Not given: whatever it has. */
  readonly expectedVersion?: number;
  /**
   * The stream ends with these events. Days later its head is forgotten, and what would still be appended then would be
   * numbered from 1 again: so only where the aggregate refuses every further change.
   */
  readonly last?: boolean;
}

/** What is appended: the type of a defined message and its data. */
export interface NewMessage {
  readonly type: string;
  readonly data: unknown;
}

/** The log of one module; injected where the module's Nest module imports `MessagingModule.forModule`. */
export abstract class EventLog {
  abstract readonly module: string;

  /**
   * Records events of this module on a stream, in the current unit of work: written before its commit, gone with its
   * rollback. Data is validated now.
   *
   * @throws OutsideUnitOfWorkError, InvalidMessageError; at commit StreamConcurrencyError
   */
  abstract append(streamId: string, events: readonly NewMessage[], options?: AppendOptions): void;

  /** Events recorded in the current unit of work and not written yet, by stream, oldest first; of these streams only. */
  abstract pending(streamIds: readonly string[]): ReadonlyMap<string, readonly NewMessage[]>;

  /**
   * Records commands or replies for another module, kept in order per `target` and `key` (a saga's id). They have streams
   * of their own: the version of an aggregate rises by its own events only.
   */
  abstract send(target: string, key: string, messages: readonly NewMessage[]): void;

  /**
   * One stream's messages by version, inside a unit of work.
   * @param after version of the last message not wanted; 0 unless given
   * @param limit 1,000 unless given
   */
  abstract read(streamId: string, after?: number, limit?: number): Promise<Message[]>;
}
