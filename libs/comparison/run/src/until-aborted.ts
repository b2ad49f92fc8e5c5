/** `work`, or the signal's reason as soon as it is aborted: for work that cannot be told to stop. */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    // Who loses the race may still fail, when nobody listens any more.
    work.catch(() => undefined);
  }
}
