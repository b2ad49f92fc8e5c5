import { Complaints } from '../complaints.js';
import { pause } from '../pause.js';

export interface Pace {
  /** Most pieces of work at once. */
  readonly atOnce: number;
  /** Longest time between two looks, in ms: other processes give no hints. */
  readonly pollMs: number;
}

type Counts<Item> = (item: Item) => boolean;

/**
 * Takes up what is due and works on it, a bounded number at a time. It looks when it is told that something will be due, when a
 * piece of work has ended and there may be more, and every now and then.
 */
export class WorkLoop<Item> {
  private readonly stopping = new AbortController();
  private readonly atWork = new Map<Promise<void>, Item>();
  private readonly waiting = new Set<() => void>();
  private wake = new AbortController();
  private running: Promise<void> | undefined;
  /** The last look found as much as it asked for. */
  private moreWaits = false;
  /** What the last look found; nothing before the first, and when it failed. */
  private found: readonly Item[] | undefined;
  /** Before this time, a look that finds nothing does not say that there is nothing. */
  private quietAt = 0;
  private readonly looks: Complaints;

  constructor(
    private readonly claim: (limit: number) => Promise<readonly Item[]>,
    private readonly work: (item: Item) => Promise<void>,
    private readonly pace: Pace,
    private readonly report: (error: unknown) => void,
  ) {
    this.looks = new Complaints(report);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Something will be due in `ms` milliseconds. A hint: it only shortens the wait. */
  dueIn(ms: number): void {
    if (ms <= 0) this.wake.abort();
    else if (ms < this.pace.pollMs) setTimeout(() => this.wake.abort(), ms).unref();
  }

  /** As {@link dueIn}, of a piece that nothing but the infrastructure ended: without it this loop is not through. */
  againIn(ms: number): void {
    this.quietAt = Math.max(this.quietAt, performance.now() + ms);
    this.dueIn(ms);
  }

  /**
   * Resolves when nothing is due, nothing in hand and nothing ended by the infrastructure any more, at the latest when `signal`
   * aborts. What is not due yet is not waited for.
   * @param counts whether a piece is waited for; all are unless given
   */
  async untilQuiet(signal: AbortSignal, counts: Counts<Item> = () => true): Promise<void> {
    this.found = undefined;
    this.dueIn(0);
    while (!signal.aborted && !this.stopping.signal.aborted && !this.isQuiet(counts)) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          this.waiting.delete(go);
          signal.removeEventListener('abort', go);
          resolve();
        };
        this.waiting.add(go);
        signal.addEventListener('abort', go);
      });
    }
  }

  /** Resolves when what is in hand has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake.abort();
    await this.running;
    await Promise.all(this.atWork.keys());
    this.tellThoseWhoWait();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.wake = new AbortController();
      await this.look();
      await pause(this.pace.pollMs, this.wake.signal);
    }
  }

  private async look(): Promise<void> {
    const room = this.pace.atOnce - this.atWork.size;
    if (room <= 0) return;
    const isLate = performance.now() >= this.quietAt;
    try {
      const items = await this.claim(room);
      this.moreWaits = items.length === room;
      this.looks.went();
      for (const item of items) this.begin(item);
      this.found = isLate ? items : undefined;
    } catch (error) {
      this.found = undefined;
      this.looks.failed(error);
    }
    this.tellThoseWhoWait();
  }

  private isQuiet(counts: Counts<Item>): boolean {
    return this.found?.some(counts) === false && ![...this.atWork.values()].some(counts);
  }

  private tellThoseWhoWait(): void {
    for (const go of [...this.waiting]) go();
  }

  private begin(item: Item): void {
    const piece = this.work(item)
      .catch((error: unknown) => this.report(error))
      .finally(() => {
        this.atWork.delete(piece);
        if (this.moreWaits || this.waiting.size > 0) this.wake.abort();
      });
    this.atWork.set(piece, item);
  }
}
