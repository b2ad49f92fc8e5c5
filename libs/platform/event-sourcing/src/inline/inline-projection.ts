/** An event as it is given to rows that follow from it. */
export interface InlineEvent {
  readonly type: string;
  readonly data: unknown;
  /** When it was recorded, RFC 3339; not given for one that is being recorded now. */
  readonly at?: string;
}

/** Rows that can be made anew of a module's streams, when they are lost or the streams came from elsewhere. Only a rebuild calls it. */
export interface RemadeRows {
  /** Event types that they are made of. */
  readonly types: ReadonlySet<string>;
  /** Removes all that the streams tell of; what nobody else knows stays. */
  readonly clear: () => Promise<void>;
  /** Applies events, each once, in the unit of work that is open. Those of one stream come in their order, streams in none. */
  readonly apply: (events: readonly InlineEvent[]) => Promise<void>;
}

/**
 * Tables that decisions of a module are based on and that no single stream could answer, so that they may never lag: a
 * repository has them follow every event in the transaction that records it. They hold nothing that the events do not say.
 */
export interface InlineProjection extends RemadeRows {
  /** Takes up events of the module as they are recorded, in the unit of work that is open. */
  follow(events: readonly InlineEvent[]): Promise<void> | void;
}
