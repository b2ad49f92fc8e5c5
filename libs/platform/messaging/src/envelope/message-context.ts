import { AsyncLocalStorage } from 'node:async_hooks';

import type { Message } from './message.js';

/** What a message that is recorded now inherits from the work around it. */
export interface MessageContext {
  readonly correlationId?: string;
  readonly causationId?: string;
  /** W3C trace context of the work around it. */
  readonly traceparent?: string;
}

const contexts = new AsyncLocalStorage<MessageContext>();

/** Runs `work` so that what it records carries `context`; an HTTP request sets its correlation id this way. */
export function withMessageContext<T>(context: MessageContext, work: () => T): T {
  return contexts.run(context, work);
}

/** The context of the calling code; empty outside any. */
export function messageContext(): MessageContext {
  return contexts.getStore() ?? {};
}

/** The context of a message's handler: what it records was caused by that message. */
export function contextOf(message: Message): MessageContext {
  return {
    correlationId: message.correlationId,
    causationId: message.id,
    ...(message.traceparent !== undefined && { traceparent: message.traceparent }),
  };
}
