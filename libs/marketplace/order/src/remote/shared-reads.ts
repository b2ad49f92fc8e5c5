/** A read that has taken longer holds up no other: whoever answers it may hang. */
const YOUNG_MS = 100;

interface Asked<T> {
  readonly promise: Promise<T | undefined>;
  readonly resolve: (found: T | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads by key, many keys at once: while one read is under way, the next one gathers the keys that are asked for meanwhile. */
export class SharedReads<T> {
  private waiting = new Map<string, Asked<T>>();
  private reading = false;

  /**
   * @param readAll finds those of the keys that there are
   * @param most keys of one read
   */
  constructor(
    private readonly readAll: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>,
    private readonly most: number,
  ) {}

  /** @returns what was there after the call, undefined when there was nothing. @throws what `readAll` throws */
  read(key: string): Promise<T | undefined> {
    const asked = this.waiting.get(key) ?? Promise.withResolvers<T | undefined>();
    this.waiting.set(key, asked);
    this.begin();
    return asked.promise;
  }

  private begin(): void {
    if (this.reading || this.waiting.size === 0) return;
    this.reading = true;
    // Those who wait for the same time ask in the same turn of the event loop.
    setImmediate(() => {
      let over = false;
      const goOn = (): void => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        this.reading = false;
        this.begin();
      };
      const timer = setTimeout(goOn, YOUNG_MS);
      void this.answer(this.take()).then(goOn);
    });
  }

  private take(): ReadonlyMap<string, Asked<T>> {
    const all = [...this.waiting];
    this.waiting = new Map(all.slice(this.most));
    return new Map(all.slice(0, this.most));
  }

  private async answer(taken: ReadonlyMap<string, Asked<T>>): Promise<void> {
    try {
      const found = await this.readAll([...taken.keys()]);
      for (const [key, { resolve }] of taken) resolve(found.get(key));
    } catch (error) {
      for (const { reject } of taken.values()) reject(error);
    }
  }
}
