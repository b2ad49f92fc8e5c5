const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C, SIGTERM, or a terminal that was closed. */
export class StopRequest {
  readonly #asked = new AbortController();
  readonly #listener: () => void;
  readonly requested: Promise<void>;

  private constructor(private readonly told: (again: boolean) => void) {
    this.#listener = () => {
      this.told(this.#asked.signal.aborted);
      this.#asked.abort();
    };
    this.requested = new Promise((resolve) => this.#asked.signal.addEventListener('abort', () => resolve()));
    for (const signal of signals) process.on(signal, this.#listener);
  }

  static listen(told: (again: boolean) => void): StopRequest {
    return new StopRequest(told);
  }

  get signal(): AbortSignal {
    return this.#asked.signal;
  }

  forget(): void {
    for (const signal of signals) process.off(signal, this.#listener);
  }
}
