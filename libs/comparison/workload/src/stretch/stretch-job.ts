import type { Loop } from '@comparison/protocol';

/** A stretch of load to be played. */
export interface StretchJob {
  /** Of the marketplace: `http://127.0.0.1:3000`. */
  readonly origin: string;
  readonly loop: Loop;
  readonly seconds: number;
  /** How long acknowledged checkouts may take to be decided after the last begin, in s. */
  readonly drainSeconds: number;
  /** Open loop: transactions in flight at most; more are dropped and counted. 1,000 unless given, and no more than customers. */
  readonly maxInFlight?: number;
  /** Names the stretch in the seed, so that stretches differ and repeat. */
  readonly id: string;
  /** `Prefer: wait` of checkouts; 10 unless given, 30 at most. */
  readonly waitSeconds?: number;
}

const MOST_IN_FLIGHT = 1_000;
const WAIT_SECONDS = 10;

export interface CheckedJob extends Required<StretchJob> {
  /** Clients at most. */
  readonly maxInFlight: number;
}

/** Defaults filled in. @throws Error that says what cannot be played */
export function checkedJob(job: StretchJob, customers: number): CheckedJob {
  const { loop, seconds, drainSeconds, waitSeconds = WAIT_SECONDS, maxInFlight = MOST_IN_FLIGHT } = job;
  if (!(seconds > 0)) throw new Error(`A stretch lasts longer than ${seconds} s.`);
  if (!(drainSeconds >= 0)) throw new Error(`A drain does not last ${drainSeconds} s.`);
  if (!Number.isInteger(waitSeconds) || waitSeconds < 0 || waitSeconds > 30)
    throw new Error(`Checkouts wait for 0 to 30 whole seconds, not ${waitSeconds}.`);
  if (loop.type === 'open' && !(loop.perSecond > 0))
    throw new Error(`Transactions cannot begin at ${loop.perSecond} per second.`);
  if (loop.type === 'closed' && !(Number.isInteger(loop.clients) && loop.clients > 0))
    throw new Error(`There cannot be ${loop.clients} clients.`);
  if (loop.type === 'closed' && loop.clients > customers)
    throw new Error(
      `${loop.clients} clients need as many customers, and there are ${customers}: raise the scale.`,
    );
  if (!(Number.isInteger(maxInFlight) && maxInFlight > 0))
    throw new Error(`There cannot be ${maxInFlight} transactions in flight.`);
  const clients = loop.type === 'closed' ? loop.clients : Math.min(maxInFlight, customers);
  return { ...job, waitSeconds, maxInFlight: clients };
}
