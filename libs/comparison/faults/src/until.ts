import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks until `condition` answers something other than `false` or `undefined`, and returns that.
 *
 * @param what is waited for, as the failure shall name it
 * @throws Error when it has not come within `withinMs` (60 s by default), with what was thrown last, if anything; the signal's reason
 */
export async function until<Result>(
  condition: () => Promise<Result | false | undefined> | Result | false | undefined,
  what: string,
  { withinMs = 60_000, everyMs = 50, signal }: Patience = {},
): Promise<Result> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    const last = await Promise.resolve()
      .then(condition)
      .then(
        (result) => ({ result }),
        (error: unknown) => ({ result: undefined, error }),
      );
    if (last.result !== false && last.result !== undefined) return last.result;
    if (performance.now() >= deadline) {
      const also = 'error' in last && last.error instanceof Error ? `; last: ${last.error.message}` : '';
      throw new Error(`Not within ${withinMs} ms: ${what}${also}`, {
        cause: 'error' in last ? last.error : undefined,
      });
    }
    await pause(everyMs, undefined, signal ? { signal } : {});
  }
}
