const firstMs = 100;
const longestMs = 10_000;
const steadyMs = 30_000;

/** How long to wait before starting a part again: longer each time, from the start again once it has run for a while. */
export class RestartPause {
  #next = firstMs;

  after(ranForMs: number): number {
    if (ranForMs >= steadyMs) this.#next = firstMs;
    const pause = this.#next;
    this.#next = Math.min(this.#next * 2, longestMs);
    return pause;
  }
}
