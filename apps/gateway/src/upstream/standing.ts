/** What a replica's parts say at `/health/ready`, as it was answered. */
export type Checks = Readonly<Record<string, unknown>>;

/**
 * What the gateway knows of a replica. One that is not ready answers all the same, and may serve what does not need the part
 * that it misses: it is asked when none is ready. One that is down is not asked.
 */
export type Standing =
  | { readonly state: 'unknown' }
  | { readonly state: 'ready'; readonly checks?: Checks }
  | { readonly state: 'not-ready'; readonly reason: string; readonly checks?: Checks }
  | { readonly state: 'down'; readonly reason: string };
