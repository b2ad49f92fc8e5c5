export interface PartitionReading {
  readonly name: string;
  /** Next offset to be fetched. */
  readonly position: number;
  /** It could fetch and there is something to fetch. */
  readonly waiting: boolean;
}

const STUCK_MS = 30_000;

/** Notices a consumer that asks for messages, or should, and gets none although there are some. */
export class ProgressWatch {
  private readonly since = new Map<string, { position: number; at: number }>();
  private startedAt: number;

  constructor(
    private readonly limitMs = STUCK_MS,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.startedAt = this.now();
  }

  reset(): void {
    this.since.clear();
    this.startedAt = this.now();
  }

  /**
   * @param readings of all partitions that are this process's own
   * @param silentMs how long the group has not been heard of
   * @returns what is wrong, as a clause
   */
  stuck(readings: readonly PartitionReading[], silentMs: number): string | undefined {
    const now = this.now();
    const known = new Set(readings.map(({ name }) => name));
    for (const name of this.since.keys()) if (!known.has(name)) this.since.delete(name);
    for (const { name, position, waiting } of readings) {
      const last = this.since.get(name);
      if (!waiting || last?.position !== position) this.since.set(name, { position, at: now });
      else if (now - last.at > this.limitMs)
        return `${name} has had messages after ${position} for ${Math.round((now - last.at) / 1_000)} s and was given none`;
    }
    if (silentMs > this.limitMs && now - this.startedAt > this.limitMs)
      return `its group has not been heard of for ${Math.round(silentMs / 1_000)} s`;
    return undefined;
  }
}
