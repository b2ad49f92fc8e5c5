/** An event as an inline projection is given it. */
export interface InlineEvent {
  readonly type: string;
  readonly data: unknown;
  /** When it was recorded, RFC 3339; not given for one that is being recorded now. */
  readonly at?: string;
}

/**
 * Tables that decisions of a module are based on and that no single stream could answer, so that they may never lag: a
 * repository has every event applied in the transaction that records it. They hold nothing that the events do not say.
 */
export interface InlineProjection {
  /** Event types that it is made of. */
  readonly types: ReadonlySet<string>;
  /** Removes all that it holds. */
  readonly clear: () => Promise<void>;
  /** Applies events, each once, in the unit of work that is open. Those of one stream come in their order, streams in none. */
  readonly apply: (events: readonly InlineEvent[]) => Promise<void>;
}
