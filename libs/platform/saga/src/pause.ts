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

/** Pauses that double from `firstMs` to `longestMs`, with jitter. */
export function growingPauses(firstMs: number, longestMs: number): () => number {
  let next = firstMs;
  return () => {
    const current = next;
    next = Math.min(longestMs, next * 2);
    return current * (0.75 + Math.random() / 2);
  };
}
