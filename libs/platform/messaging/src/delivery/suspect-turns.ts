const LONGEST_WAIT_MS = 5_000;

/**
 * Lets suspects go one at a time, over all lanes of a process: when it dies again, the one whose turn it was is charged, and
 * nobody who merely went alone on another lane. Who hangs holds the others up for a while only.
 */
export class SuspectTurns {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly longestWaitMs = LONGEST_WAIT_MS) {}

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.over(this.last).then(work);
    this.last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  private async over(turn: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const longest = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.longestWaitMs).unref();
    });
    await Promise.race([turn, longest]);
    clearTimeout(timer);
  }
}
