import type { Message } from '../envelope/message.js';

export type MessageHandlerFunction = (message: Message) => Promise<void>;

/** A named reader of other modules' messages, with an inbox of its own in its module's schema. */
export interface Consumer {
  /** `<module>.<name>`, unique. */
  readonly name: string;
  readonly module: string;
  /** By message type. */
  readonly handlers: ReadonlyMap<string, MessageHandlerFunction>;
}
