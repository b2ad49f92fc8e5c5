/** Waits `ms` milliseconds, or until `signal` aborts: whichever comes first. Never throws. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish);
  });
}

/** A pause in ms that doubles with every try up to `longestMs`, with jitter; `tries` counts from 0. */
export function growingPause(firstMs: number, longestMs: number, tries: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(tries, 20)) * (0.75 + Math.random() / 2);
}

/** One growing pause after another. */
export function growingPauses(firstMs: number, longestMs: number): () => number {
  let tries = 0;
  return () => growingPause(firstMs, longestMs, tries++);
}
