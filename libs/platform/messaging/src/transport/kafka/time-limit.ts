/** Settles as `work` does, or rejects after `limitMs`; then `work` goes on, and nobody hears of its end. */
export async function withinLimit<T>(what: string, limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${limitMs} ms`)), limitMs);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves when `work` has ended, however it did, and after `ms` at the latest. */
export async function orAfter(ms: number, work: Promise<unknown>): Promise<void> {
  await withinLimit('waiting', ms, work).catch(() => undefined);
}
