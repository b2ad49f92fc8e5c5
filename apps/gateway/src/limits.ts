/** How long the gateway waits for what, in milliseconds. */
export interface Limits {
  /** For a connection to a replica. */
  readonly connect: number;
  /** For the first byte of an answer: a checkout may take 30 s by `Prefer: wait=30`, and a margin. */
  readonly answer: number;
  /** Between two pieces of an answer: an event stream has a comment line every 15 s. */
  readonly silence: number;
  /** For the answer to one health check; two in a row make a replica that takes connections one that hangs. */
  readonly probe: number;
  /** Between two health checks of a replica that is ready. */
  readonly probePause: number;
  /** Between two health checks of one that is not: a service that was restarted is found again in this time. */
  readonly urgentProbePause: number;
  /** How long a shutdown waits for accepted requests. */
  readonly drain: number;
}

/**
 * A replica that hangs (stopped, or its event loop blocked) is known as down after `probePause + 2 * probe`, well within the
 * 5 s in which a 503 is promised; a service answers a health check in little more than a second even when a database hangs.
 */
export const defaultLimits: Limits = {
  connect: 2_000,
  answer: 40_000,
  silence: 45_000,
  probe: 1_400,
  probePause: 750,
  urgentProbePause: 250,
  drain: 32_000,
};
