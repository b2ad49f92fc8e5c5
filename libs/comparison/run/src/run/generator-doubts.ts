import type { Measured } from '@comparison/protocol';

/** A generator that is busier than that measures itself. */
const BUSY = 0.9;

/** Transactions that begin later than that, of half of the checkouts' latency, wait for the generator. */
const LATE_SHARE = 0.25;

/** Why latencies of a stretch may be the load generator's own, the end of a sentence each; empty where they are not. */
export function doubtsAbout({ generator, checkouts: { completion } }: Measured): readonly string[] {
  const { cpuShare, lateness } = generator;
  return [
    ...(cpuShare > BUSY
      ? [`the load generator used ${cpuShare.toFixed(2)} of a core: latencies may be its own.`]
      : []),
    ...(completion.count > 0 && lateness.p99 > completion.p50 * LATE_SHARE
      ? [
          `one in 100 transactions began ${Math.round(lateness.p99)} ms late or later, where half of the checkouts took ${Math.round(completion.p50)} ms: latencies are in part the load generator’s.`,
        ]
      : []),
  ];
}
