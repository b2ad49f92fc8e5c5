import type { Run, Stretch } from '@comparison/protocol';
import { exampleLatency } from './example-latency.js';

interface Plain {
  readonly profile: string;
  readonly repeat?: number;
  readonly role?: Run['role'];
  readonly saturation?: number | null;
  readonly bracket?: Run['bracket'];
  /** By stretch id. */
  readonly goodput?: Readonly<Record<string, number>>;
  readonly completionMs?: number;
  /** Of which the latencies are. */
  readonly checkouts?: number;
  readonly pace?: Stretch['measured']['checkouts']['pace'];
  readonly purpose?: Stretch['purpose'];
  readonly cost?: Stretch['cost'];
  readonly atRest?: Run['atRest'];
}

/** A run of which little is known: what a test is about. */
export function plainRun({ profile: name, repeat = 1, role = 'measured', ...plain }: Plain): Run {
  const { bracket, saturation = null, goodput = {}, atRest } = plain;
  return {
    ...{
      profile: name,
      repeat,
      role,
      turn: 1,
      startedAt: '2026-11-20T09:00:00.000Z',
      readyMs: 1000,
      saturation,
    },
    ...(bracket && { bracket }),
    ...(atRest && { atRest }),
    stretches: Object.entries(goodput).map(([id, perSecond]) => plainStretch(id, perSecond, plain)),
    ...{ verdicts: [], anomalies: [], faults: [], notes: [] },
  };
}

function plainStretch(id: string, goodput: number, plain: Omit<Plain, 'profile'>): Stretch {
  const { completionMs = 0, purpose = 'common-rate', checkouts = 1000, pace, cost = null } = plain;
  const count = completionMs > 0 ? checkouts : 0;
  return {
    ...{ id, purpose, share: null, cost },
    measured: {
      loop: { type: 'open', perSecond: 20 },
      ...{
        startedAt: '2026-11-20T09:00:00.000Z',
        seconds: 10,
        offered: 200,
        begun: 200,
        dropped: 0,
        goodput,
      },
      checkouts: {
        ...{ begun: count, acknowledged: count, refused: 0, unknown: 0, undecided: 0 },
        decided: { approved: count, rejected: 0, 'payment-failed': 0 },
        acknowledgement: exampleLatency(count, completionMs / 2, 0.2),
        completion: exampleLatency(count, completionMs, 0.2),
        ...(pace && { pace }),
      },
      ...{ operations: {}, timeline: [] },
      generator: { cpuShare: 0.1, lateness: exampleLatency(200, 0.1, 0.2) },
    },
  };
}
