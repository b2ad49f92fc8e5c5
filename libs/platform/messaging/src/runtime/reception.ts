/** A broker that stays away for so long is no reason to wait for messages any longer, in ms. */
const LONGEST_WAIT_MS = 30_000;

/**
 * Since when messages arrive: what has not arrived before that has not been waited for in vain. Where a broker is in between that
 * is not the start of the process, as a member that died may hold its partitions until the group has given it up.
 */
export class Reception {
  private startedAt: number | undefined;
  private readonly sinceByModule = new Map<string, number>();

  /** @param isWaiting whether a consumer of the module does not receive at the moment */
  constructor(
    private readonly isWaiting: (module: string) => boolean,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Consumers are being started. */
  begin(): void {
    this.startedAt = this.now();
  }

  end(): void {
    this.startedAt = undefined;
    this.sinceByModule.clear();
  }

  /** On the clock of `performance.now()`; nothing before every consumer of the module was seen to receive. */
  since(module: string): number | undefined {
    const known = this.sinceByModule.get(module);
    if (known !== undefined || this.startedAt === undefined) return known;
    const now = this.now();
    const latest = this.startedAt + LONGEST_WAIT_MS;
    if (now < latest && this.isWaiting(module)) return undefined;
    const since = Math.min(now, latest);
    this.sinceByModule.set(module, since);
    return since;
  }
}
