/** Events are facts for whoever listens; commands go to one module; replies go back to the owner of a saga. */
export type Channel = 'events' | 'commands' | 'replies';

/** A message as a handler receives it: deeply frozen, its data validated by the schema it was defined with. */
export interface Message<Data = unknown> {
  /** UUIDv7. */
  readonly id: string;
  /** For instance `product.price-changed`. */
  readonly type: string;
  /** Of `data` as it is here; what was recorded under an earlier version has been brought to the current one. */
  readonly schemaVersion: number;
  readonly sourceModule: string;
  readonly channel: Channel;
  /** The module that a command or reply is for; absent on events. */
  readonly target?: string;
  /** Partition key: order is kept among the messages of one stream, and among them only. */
  readonly streamId: string;
  /** 1 for the first message of its stream, rising by exactly 1. */
  readonly streamVersion: number;
  readonly data: Data;
  /** When it was recorded, by the clock of the source's database; RFC 3339, UTC. */
  readonly time: string;
  /** The same for everything that one request set in motion. */
  readonly correlationId: string;
  /** Id of the message whose handler recorded this one. */
  readonly causationId?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
}

/** A message as the log keeps it: `data` is JSON text, byte for byte as it was recorded. */
export type RecordedMessage = Omit<Message, 'data'> & { readonly data: string };
