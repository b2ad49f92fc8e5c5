/** One server-sent event. `data` is sent as JSON. */
export interface ServerSentEvent {
  readonly id?: string | number;
  readonly event?: string;
  readonly data: unknown;
}

/** An answer that is a stream of server-sent events; it ends when its source ends. */
export class EventStream {
  constructor(
    /** Opened once, when the answer starts. The signal aborts when the client leaves or the server shuts down. */
    readonly open: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** `return eventStream((signal) => source(after, signal))` answers 200 `text/event-stream`. */
export function eventStream(open: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>): EventStream {
  return new EventStream(open);
}
