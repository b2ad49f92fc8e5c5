/** What is to be done after a while, in the order in which it came, however the delay changes meanwhile. */
export class DelayedLine {
  readonly #waiting: { readonly at: number; readonly act: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  add(delayMs: number, act: () => void): void {
    if (delayMs === 0 && this.#waiting.length === 0) {
      act();
      return;
    }
    this.#waiting.push({ at: performance.now() + delayMs, act });
    this.#arm();
  }

  #arm(): void {
    const [first] = this.#waiting;
    if (!first || this.#timer) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#waiting.shift();
        first.act();
        this.#arm();
      },
      Math.max(0, first.at - performance.now()),
    );
  }
}
