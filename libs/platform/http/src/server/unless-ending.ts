/**
 * What `work` comes to, unless it is over before: what does not listen to `ending` itself is left to its fate then.
 *
 * @param late is given what it comes to all the same
 * @throws the reason of `ending`
 */
export async function unlessEnding<T>(
  ending: AbortSignal | undefined,
  work: Promise<T>,
  late?: (result: T) => unknown,
): Promise<T> {
  if (!ending) return work;
  const ended = Promise.withResolvers<never>();
  const end = (): void => {
    ended.reject(ending.reason);
    work.then(late).catch(() => undefined);
  };
  if (ending.aborted) end();
  else ending.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([ended.promise, work]);
  } finally {
    ending.removeEventListener('abort', end);
  }
}
