import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known about the work at hand, wherever in the code it is: put into every log line and every message sent. */
export interface WorkContext {
  /** The HTTP request that this is part of. */
  readonly requestId?: string;
  /** One id for everything that one request or message caused, over all modules. */
  readonly correlationId: string;
  /** W3C Trace Context, when the caller sent one. */
  readonly traceparent?: string;
}

const storage = new AsyncLocalStorage<WorkContext>();

/** Runs `work`, and all that it awaits, in this context. */
export function runInContext<T>(context: WorkContext, work: () => T): T {
  return storage.run(context, work);
}

export function currentContext(): WorkContext | undefined {
  return storage.getStore();
}
