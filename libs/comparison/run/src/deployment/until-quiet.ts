import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/**
 * Waits until no service has anything under way, twice in a row: what leaves one may just be on its way to another. A service
 * that cannot be asked is not quiet.
 *
 * @param lookEveryMs looking takes something of every service, which counts for whoever meters meanwhile
 * @returns how long that took, in ms
 */
export async function untilQuiet(
  services: () => Promise<readonly string[]>,
  withinMs: number,
  signal: AbortSignal,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<number> {
  const began = performance.now();
  for (let times = 0; times < 2;) {
    const answers = await Promise.all((await services()).map((url) => isQuiet(url, signal)));
    times = answers.every(Boolean) ? times + 1 : 0;
    signal.throwIfAborted();
    if (times < 2 && performance.now() - began > withinMs)
      throw new Error(`Something was still under way after ${Math.round(withinMs / 1_000)} s.`);
    if (times < 2) await pause(lookEveryMs);
  }
  return performance.now() - began;
}

async function isQuiet(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    const response = await fetch(`${url}/admin/quiescence`, { signal: limited });
    return ((await response.json()) as { quiet?: boolean }).quiet === true;
  } catch {
    return false;
  }
}
