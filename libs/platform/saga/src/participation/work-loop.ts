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
  private wake = new AbortController();
  private running: Promise<void> | undefined;
  /** The last look found as much as it asked for. */
  private moreWaits = false;

  constructor(
    private readonly claim: (limit: number) => Promise<readonly Item[]>,
    private readonly work: (item: Item) => Promise<void>,
    private readonly pace: Pace,
    private readonly report: (error: unknown) => void,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Something will be due in `ms` milliseconds. A hint: it only shortens the wait. */
  dueIn(ms: number): void {
    if (ms <= 0) this.wake.abort();
    else if (ms < this.pace.pollMs) setTimeout(() => this.wake.abort(), ms).unref();
  }

  /** Resolves when what is in hand has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake.abort();
    await this.running;
    await Promise.all(this.atWork);
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
    try {
      const items = await this.claim(room);
      this.moreWaits = items.length === room;
      for (const item of items) this.begin(item);
    } catch (error) {
      this.report(error);
    }
  }

  private begin(item: Item): void {
    const piece = this.work(item)
      .catch((error: unknown) => this.report(error))
      .finally(() => {
        this.atWork.delete(piece);
        if (this.moreWaits) this.wake.abort();
      });
    this.atWork.add(piece);
  }
}
