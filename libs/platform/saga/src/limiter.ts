/** Lets at most `limit` pieces of work run at once; the others wait in the order they came. */
export class Limiter {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** @returns nothing when `stopping` was aborted before it was the work's turn: it was not begun then */
  async run<T>(work: () => Promise<T>, stopping: AbortSignal): Promise<T | undefined> {
    if (this.running >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return stopping.aborted ? undefined : await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
