/** A pause that doubles each time it is taken, with jitter, until it is reset. */
export class GrowingPause {
  private next: number;

  constructor(private readonly range: { readonly first: number; readonly longest: number }) {
    this.next = range.first;
  }

  /** Length of the pause to take now, in ms: between half of the step and all of it. */
  take(): number {
    const step = this.next;
    this.next = Math.min(this.range.longest, step * 2);
    return step * (0.5 + Math.random() / 2);
  }

  reset(): void {
    this.next = this.range.first;
  }
}
