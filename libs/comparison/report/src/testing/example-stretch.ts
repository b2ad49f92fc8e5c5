import type { AtRest, Cost, Second, Stretch } from '@comparison/protocol';
import { exampleLatency } from './example-latency.js';
import type { Speed } from './example-speed.js';

interface Asked {
  readonly id: string;
  readonly purpose: Stretch['purpose'];
  readonly share?: number;
  /** Transactions per second; three in ten of them are checkouts. */
  readonly perSecond: number;
  readonly seconds: number;
  readonly startedAt: string;
  /** From which second until which a fault stops checkouts, if it does. */
  readonly away?: readonly [number, number];
  readonly withCost: boolean;
}

const CHECKOUTS = 0.3;

export function exampleStretch(asked: Asked, speed: Speed, random: () => number): Stretch {
  const { id, purpose, share = null, perSecond, seconds, startedAt, away, withCost } = asked;
  const wanted = perSecond * CHECKOUTS;
  const load = Math.min(wanted / speed.saturation, 1.6);
  // Waiting grows as the server fills up; past saturation the queue is what one waits in.
  const slower = load < 0.98 ? 1 / (1 - 0.6 * load ** 3) : 3 + 40 * (load - 0.9);
  const timeline = Array.from({ length: seconds }, (_, at): Second => {
    const isAway = away !== undefined && at >= away[0] && at < away[1];
    const completed = isAway ? 0 : Math.round(Math.min(wanted, speed.saturation) * (0.94 + 0.12 * random()));
    const failed = isAway ? Math.round(perSecond * 0.8) : 0;
    const jitter = 0.9 + 0.2 * random();
    const median = (ms: number) => (completed === 0 ? null : round(ms * slower * jitter));
    const high = (ms: number) => (completed === 0 ? null : round(ms * slower * jitter * 99 ** speed.tail));
    return {
      ...{ at, offered: Math.round(perSecond), completed, failed, unknown: isAway ? 1 : 0 },
      ok: Math.round(perSecond) - failed,
      acknowledgementP50: median(speed.acknowledgementMs),
      acknowledgementP99: high(speed.acknowledgementMs),
      completionP50: median(speed.completionMs),
      completionP99: high(speed.completionMs),
    };
  });
  const completed = timeline.reduce((sum, second) => sum + second.completed, 0);
  const offered = Math.round(perSecond) * seconds;
  const dropped = load > 1 ? Math.round(offered * (1 - 1 / load)) : 0;
  const declined = Math.round(completed * 0.01);
  const latency = (ms: number) =>
    exampleLatency(completed, ms * slower * (0.97 + 0.06 * random()), speed.tail);
  return {
    ...{ id, purpose, share },
    measured: {
      loop: { type: 'open', perSecond },
      ...{ startedAt, seconds, offered, begun: offered - dropped, dropped },
      checkouts: {
        ...{ begun: completed + 3, acknowledged: completed, refused: 2, unknown: 1, undecided: 0 },
        decided: { approved: completed - declined, rejected: 0, 'payment-failed': declined },
        acknowledgement: latency(speed.acknowledgementMs),
        completion: latency(speed.completionMs),
      },
      goodput: round(completed / seconds),
      operations: {
        checkout: {
          ...{ invoked: completed + 3, ok: completed, failed: 2, unknown: 1 },
          latency: latency(speed.acknowledgementMs),
        },
        dashboard: {
          ...{ invoked: seconds, ok: seconds, failed: 0, unknown: 0 },
          latency: exampleLatency(seconds, 4 * slower, 0.2),
        },
      },
      timeline,
      generator: { cpuShare: round(0.05 + perSecond / 2500), lateness: exampleLatency(offered, 0.3, 0.3) },
    },
    cost: withCost ? exampleCost(speed, random, seconds + 1.5) : null,
  };
}

/** What such a deployment uses when nobody asks anything of it: a fifth of what one checkout takes, in every second. */
export function exampleRest(speed: Speed, random: () => number): AtRest {
  const { cpuMs, statements, commits, walBytes, messages, wireBytes } = exampleCost(speed, random, 0);
  const fifth = (value: number | null) => (value === null ? null : round(value / 5));
  return {
    seconds: 4,
    cpuMs: Object.fromEntries(
      Object.entries(cpuMs).map(([part, value]) => [part, fifth(value)]),
    ) as Cost['cpuMs'],
    ...{ statements: fifth(statements), commits: fifth(commits), walBytes: fifth(walBytes) },
    ...{ messages: messages === null ? null : 0, wireBytes: fifth(wireBytes) },
  };
}

function exampleCost({ cpuMs, memoryMb }: Speed, random: () => number, seconds: number): Cost {
  const about = (value: number) => round(value * (0.98 + 0.04 * random()));
  const part = (value: number) => (value === 0 ? null : about(value));
  const [gateway, services, databases, broker, eventStore] = cpuMs;
  return {
    cpuMs: {
      ...{ gateway: part(gateway), services: part(services), databases: part(databases) },
      ...{ broker: part(broker), eventStore: part(eventStore), provider: about(0.4) },
    },
    ...{ statements: about(9 * services), commits: about(3 + services / 1.4) },
    ...{ walBytes: about(4200 * databases), messages: about(8 + broker * 2) },
    ...{ wireBytes: about(21_000 + 9000 * services), memoryMb: Math.round(about(memoryMb)), connections: 40 },
    ...(seconds > 0 && { seconds }),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
