import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/**
 * Asks until `condition` answers something other than `false` or `undefined`, and returns that. Other modules' copies may lag
 * in any profile, so whatever crosses a module is asked this way.
 *
 * @param why what is waited for, as the failure shall name it
 * @throws Error when it has not come within `withinMs` (60 s by default: a machine may be busy), with what was thrown last, if anything
 */
export async function eventually<Result>(
  condition: () => Promise<Result | false | undefined> | Result | false | undefined,
  why: string,
  { withinMs = 60_000, everyMs = 25 }: Patience = {},
): Promise<Result> {
  const deadline = Date.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const result = await condition();
      if (result !== false && result !== undefined) return result;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= deadline) {
      const also = last instanceof Error ? `; last: ${last.message}` : '';
      throw new Error(`Not within ${withinMs} ms: ${why}${also}`, { cause: last });
    }
    await pause(everyMs);
  }
}
