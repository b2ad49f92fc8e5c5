import { type Latency, type Loop, type Measured, PATIENCE_MS } from '@comparison/protocol';

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

/** Until a cart is filled and checked out. */
const FILLING_MS = 1_000;

/**
 * A stretch of load on a system that completes no more than `capacity` transactions per second, one after the other, each of which
 * takes `latencyMs` besides, and the drain all that is left.
 */
export function measuredOf(loop: Loop, seconds: number, capacity: number, latencyMs = 10): Measured {
  const perSecond = loop.type === 'open' ? loop.perSecond : capacity;
  const offered = Math.round(perSecond * seconds);
  const checkouts = Math.round(offered * CHECKOUT_SHARE);
  let free = 0;
  const all = Array.from({ length: checkouts }, (_, index) => {
    const due = FILLING_MS + (index * 1_000) / (perSecond * CHECKOUT_SHARE);
    free = Math.max(free, due) + 1_000 / (capacity * CHECKOUT_SHARE);
    return { due, tookMs: free - due + latencyMs };
  });
  const inTime = all.filter(({ tookMs }) => tookMs <= PATIENCE_MS);
  const counted = all.filter(({ due }) => due < seconds * 1_000);
  const third = Math.ceil(counted.length / 3);
  const p99 = latencyMs + 40;
  return {
    ...{ loop, startedAt: '2026-01-31T12:00:00.000Z', seconds, offered, begun: offered, dropped: 0 },
    checkouts: {
      ...{ begun: checkouts, acknowledged: checkouts, refused: 0, unknown: 0, undecided: 0 },
      decided: { approved: checkouts, rejected: 0, 'payment-failed': 0 },
      acknowledgement: latencyOf(5, p99),
      completion: latencyOf(latencyMs, p99),
      pace: {
        due: counted.length,
        inTime: counted.filter((one) => inTime.includes(one)).length,
        earlyP50: medianOf(counted.slice(0, third)),
        lateP50: medianOf(counted.slice(counted.length - third)),
      },
    },
    goodput: inTime.length / seconds,
    operations: {},
    timeline: [],
    generator: { cpuShare: 0.1, lateness: latencyOf(0, 1) },
  };
}

function medianOf(checkouts: readonly { readonly tookMs: number }[]): number | null {
  const took = checkouts.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const median = took[Math.ceil(took.length / 2) - 1] ?? null;
  return median !== null && Number.isFinite(median) ? median : null;
}
