import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 1_000;

export interface StartLimit {
  readonly limitMs: number;
  /** What it finishes before it serves, as it says now; nothing while it says nothing of that. */
  readonly finishing?: (() => Promise<string | undefined>) | undefined;
  /** Called once, when it is found at that again. */
  readonly tell?: ((what: string) => void) | undefined;
}

/**
 * Resolves when a part has had its time to start. The time in which it says that it finishes something first does not count: that
 * takes as long as there is to finish, and began anew would take longer.
 */
export async function startLimitReached(
  { limitMs, finishing, tell }: StartLimit,
  signal: AbortSignal,
): Promise<void> {
  let left = limitMs;
  for (let found = 0; left > 0;) {
    const since = performance.now();
    await pause(Math.min(EVERY_MS, left), undefined, { signal });
    const what = await finishing?.();
    if (what === undefined) left -= performance.now() - since;
    else if ((found += 1) === 2) tell?.(what);
  }
}
