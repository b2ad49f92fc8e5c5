/** Waits `ms` milliseconds, or until `signal` aborts. Never throws. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
  });
}

/** What `work` gives, or nothing when `signal` aborts first; what it throws afterwards is nobody's business. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const ended = new AbortController();
  const aborted = pause(2 ** 31 - 1, AbortSignal.any([signal, ended.signal])).then(() => undefined);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    ended.abort();
    work.catch(() => undefined);
  }
}
