const EVERY_MS = 30_000;

/** Passes on the first of several failures in a row, and one every now and then: what is tried every second would fill the log. */
export class Complaints {
  private last = -Infinity;

  constructor(
    private readonly report: (error: unknown) => void,
    /** In ms, never going back. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  failed(error: unknown): void {
    if (this.now() - this.last < EVERY_MS) return;
    this.last = this.now();
    this.report(error);
  }

  /** The next failure is the first again. */
  went(): void {
    this.last = -Infinity;
  }
}
