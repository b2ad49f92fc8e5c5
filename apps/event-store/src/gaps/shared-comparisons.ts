/** Names of who asked that are remembered: one that was forgotten is compared for once more. */
const MOST_ASKERS = 10_000;

interface Comparisons {
  /** How many were begun. */
  begun: number;
  /** The last one that went well. */
  done: number;
  running: Promise<number> | undefined;
  failure: string | undefined;
  /** By who asked: the first comparison that began after it first did. */
  readonly askers: Map<string, number>;
}

/**
 * One comparison of a module at a time, shared by all who asked before it began: who asks while one is under way may need what
 * that one has passed already.
 */
export class SharedComparisons {
  private readonly byModule = new Map<string, Comparisons>();

  constructor(private readonly compare: (module: string) => Promise<number>) {}

  /** @returns why none went well yet that began after this asker first asked; one is under way then */
  whyNotYet(module: string, asker: string): string | undefined {
    const of = this.of(module);
    const wanted = of.askers.get(asker) ?? of.begun + 1;
    of.askers.set(asker, wanted);
    for (const [oldest] of of.askers) if (of.askers.size > MOST_ASKERS) of.askers.delete(oldest);
    if (of.done >= wanted) return undefined;
    const { failure } = of;
    if (!of.running) this.begin(module, of).catch(() => undefined);
    return failure ?? 'that is under way.';
  }

  /** As found by the next one. */
  async now(module: string): Promise<number> {
    const of = this.of(module);
    await of.running?.catch(() => undefined);
    return of.running ?? this.begin(module, of);
  }

  /** Resolves when none is under way. */
  async ended(): Promise<void> {
    await Promise.allSettled([...this.byModule.values()].flatMap(({ running }) => running ?? []));
  }

  private of(module: string): Comparisons {
    const known = this.byModule.get(module);
    const of = known ?? { begun: 0, done: 0, running: undefined, failure: undefined, askers: new Map() };
    if (!known) this.byModule.set(module, of);
    return of;
  }

  private begin(module: string, of: Comparisons): Promise<number> {
    const number = (of.begun += 1);
    const running = this.compare(module)
      .then((found) => {
        of.done = number;
        of.failure = undefined;
        return found;
      })
      .catch((error: unknown) => {
        of.failure = error instanceof Error ? error.message : String(error);
        throw error;
      })
      .finally(() => (of.running = undefined));
    return (of.running = running);
  }
}
