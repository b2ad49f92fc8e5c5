import { Complaints } from '../complaints.js';
import { pause } from '../pause.js';

export interface Pace {
  /** Most pieces of work at once. */
  readonly atOnce: number;
  /** Longest time between two looks, in ms: other processes give no hints. */
  readonly pollMs: number;
}

/**
 * Takes up what is due and works on it, a bounded number at a time. It looks when it is told that something will be due, when a
 * piece of work has ended and there may be more, and every now and then.
 */
export class WorkLoop<Item> {
  private readonly stopping = new AbortController();
  private readonly atWork = new Set<Promise<void>>();
  private readonly waiting = new Set<() => void>();
  private wake = new AbortController();
  private running: Promise<void> | undefined;
  /** The last look found as much as it asked for. */
  private moreWaits = false;
  /** The last look has shown that nothing is due. */
  private foundNothing = false;
  /** A look from before this time that finds nothing does not say that there is nothing. */
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
   * Resolves when nothing is due, nothing in hand and nothing ended by the infrastructure any more; without that when `signal`
   * aborts, or this loop is stopped. What is not due yet is not waited for.
   */
  async untilQuiet(signal: AbortSignal): Promise<void> {
    this.foundNothing = false;
    this.quietAt = Math.max(this.quietAt, performance.now());
    this.dueIn(0);
    while (!signal.aborted && !this.stopping.signal.aborted && !this.isQuiet) {
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

  /** Works on a piece, whoever claimed it. Resolves when it has ended, whatever came of it. */
  begin(item: Item): Promise<void> {
    const piece = this.work(item)
      .catch((error: unknown) => this.report(error))
      .finally(() => {
        this.atWork.delete(piece);
        if (this.moreWaits || this.waiting.size > 0) this.wake.abort();
      });
    this.atWork.add(piece);
    return piece;
  }

  /** Resolves when what is in hand has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake.abort();
    await this.running;
    await Promise.all(this.atWork);
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
    const began = performance.now();
    this.foundNothing = false;
    try {
      const items = await this.claim(room);
      this.moreWaits = items.length === room;
      this.looks.went();
      for (const item of items) void this.begin(item);
      // What the infrastructure ended while we looked is due again only later.
      this.foundNothing = items.length === 0 && began >= this.quietAt;
    } catch (error) {
      this.looks.failed(error);
    }
    this.tellThoseWhoWait();
  }

  private get isQuiet(): boolean {
    return this.foundNothing && this.atWork.size === 0;
  }

  private tellThoseWhoWait(): void {
    for (const go of [...this.waiting]) go();
  }
}
