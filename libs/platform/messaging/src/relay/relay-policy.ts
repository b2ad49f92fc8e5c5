/** How a relay paces itself. All times in ms. */
export interface RelayPolicy {
  /** Most messages read at once. */
  readonly sliceSize: number;
  /** The pause after an empty read doubles from the first to the second. */
  readonly pollMs: { readonly first: number; readonly longest: number };
  /**
   * Time between two reads of a log that is being written to: what comes meanwhile makes the batch larger. Doubles from the
   * first to the second while every read finds something, so that a busy log costs fewer and larger transactions.
   */
  readonly lingerMs: { readonly first: number; readonly longest: number };
  /** Pauses after a failure double from the first to the second. */
  readonly retryMs: { readonly first: number; readonly longest: number };
  /** How long a lease holds without being renewed. */
  readonly leaseMs: number;
}

export const DEFAULT_RELAY_POLICY: RelayPolicy = {
  sliceSize: 200,
  pollMs: { first: 5, longest: 500 },
  lingerMs: { first: 25, longest: 100 },
  retryMs: { first: 100, longest: 5_000 },
  leaseMs: 5_000,
};
