import type { Latency, Measured, Loop } from '@comparison/protocol';

export function latencyOf(p50: number, p99: number, count = 100): Latency {
  return {
    ...{ count, mean: p50, min: p50, p50, p90: p50, p95: p99, p99, p999: p99, max: p99 },
    curve: [
      [0, p50],
      [100, p99],
    ],
  };
}

/** Of every transaction that many are checkouts. */
export const CHECKOUT_SHARE = 0.3;

/** A stretch of load on a system that completes no more than `capacity` transactions per second, drain included. */
export function measuredOf(loop: Loop, seconds: number, capacity: number, p99 = 50): Measured {
  const offered = Math.round((loop.type === 'open' ? loop.perSecond : capacity) * seconds);
  const checkouts = Math.round(offered * CHECKOUT_SHARE);
  const inTime = Math.min(checkouts, Math.round(capacity * CHECKOUT_SHARE * seconds));
  const perSecond = Math.floor(inTime / seconds);
  return {
    ...{ loop, startedAt: '2026-01-31T12:00:00.000Z', seconds, offered, begun: offered, dropped: 0 },
    checkouts: {
      ...{ begun: checkouts, acknowledged: checkouts, refused: 0, unknown: 0, undecided: 0 },
      decided: { approved: checkouts, rejected: 0, 'payment-failed': 0 },
      acknowledgement: latencyOf(5, p99),
      completion: latencyOf(10, p99),
    },
    goodput: inTime / seconds,
    operations: {},
    timeline: Array.from({ length: seconds + 1 }, (_, at) => ({
      ...{ at, offered: Math.round(offered / seconds), ok: perSecond, failed: 0, unknown: 0 },
      completed:
        at < seconds - 1
          ? perSecond
          : at === seconds - 1
            ? inTime - perSecond * (seconds - 1)
            : checkouts - inTime,
      ...{ acknowledgementP50: 5, acknowledgementP99: p99, completionP50: 10, completionP99: p99 },
    })),
    generator: { cpuShare: 0.1, lateness: latencyOf(0, 1) },
  };
}
