/** What the example's profiles are like; invented, but of the sizes that such systems show. */
export interface Speed {
  /** Checkouts per second at saturation. */
  readonly saturation: number;
  readonly acknowledgementMs: number;
  readonly completionMs: number;
  /** Of the log-logistic that latencies follow: the higher, the longer the tail. */
  readonly tail: number;
  /** Processor ms per checkout: gateway, services, databases, broker, Event Store. */
  readonly cpuMs: readonly [number, number, number, number, number];
  readonly memoryMb: number;
  /** Of 10,000 reads elsewhere; and how long they are. */
  readonly stale: number;
  readonly staleMs: number;
  readonly dirty: number;
}

export const speeds: Readonly<Record<string, Speed>> = {
  monolith: speed(212, 14, 15, 0.21, [0, 5.2, 3.1, 0, 0], 310, 41, 6, 0),
  replicas: speed(209, 15, 16, 0.22, [1.4, 5.5, 3.2, 0, 0], 640, 48, 9, 0),
  'microservices-choreography': speed(88, 21, 92, 0.26, [2.1, 13.5, 7.9, 4.4, 0], 1910, 655, 48, 188),
  'microservices-orchestration': speed(74, 22, 131, 0.27, [2.2, 16.8, 9.6, 5.5, 0], 1950, 702, 52, 203),
  'event-sourced': speed(61, 26, 158, 0.29, [2.2, 19.9, 11.2, 6.1, 3.8], 2180, 811, 61, 214),
  hybrid: speed(97, 19, 101, 0.25, [1.9, 12.1, 7.4, 4.1, 0], 1240, 470, 44, 160),
};

function speed(
  saturation: number,
  acknowledgementMs: number,
  completionMs: number,
  tail: number,
  cpuMs: Speed['cpuMs'],
  memoryMb: number,
  stale: number,
  staleMs: number,
  dirty: number,
): Speed {
  return { saturation, acknowledgementMs, completionMs, tail, cpuMs, memoryMb, stale, staleMs, dirty };
}
