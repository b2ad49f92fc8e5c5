import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 30_000;
const ANSWER_MS = 6_000;
const EVERY_MS = 50;

/** Asks until `url` answers 200. @returns false when it has not after half a minute, or `isOver` said so */
export async function untilReady(url: URL, isOver: () => boolean): Promise<boolean> {
  const deadline = performance.now() + LIMIT_MS;
  while (performance.now() < deadline && !isOver()) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return true;
    await pause(EVERY_MS);
  }
  return false;
}
