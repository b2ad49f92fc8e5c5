import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

interface Asked {
  readonly services: readonly { readonly url: string }[];
  readonly eventStore: { readonly url: string } | null;
}

/**
 * Waits until no service has anything under way, twice in a row: what leaves one may just be on its way to another; and until the
 * Event Store, where there is one, has archived all. Who cannot be asked is not quiet.
 *
 * @param lookEveryMs looking takes something of every service, which counts for whoever meters meanwhile
 * @returns how long that took, in ms
 */
export async function untilQuiet(
  run: () => Promise<Asked>,
  withinMs: number,
  signal: AbortSignal,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<number> {
  const began = performance.now();
  for (let times = 0; times < 2;) {
    const { services, eventStore } = await run();
    const answers = await Promise.all([
      ...services.map(({ url }) => isSo(`${url}/admin/quiescence`, isQuiet, signal)),
      ...(eventStore ? [isSo(`${eventStore.url}/positions`, hasArchivedAll, signal)] : []),
    ]);
    times = answers.every(Boolean) ? times + 1 : 0;
    signal.throwIfAborted();
    if (times < 2 && performance.now() - began > withinMs)
      throw new Error(`Something was still under way after ${Math.round(withinMs / 1_000)} s.`);
    if (times < 2) await pause(lookEveryMs);
  }
  return performance.now() - began;
}

const isQuiet = (body: unknown): boolean => (body as { readonly quiet?: boolean }).quiet === true;

/** How far a lane is behind is not said while the broker is away. */
const hasArchivedAll = (body: unknown): boolean =>
  (body as { readonly items: readonly { readonly behind?: number }[] }).items.every(
    ({ behind = 0 }) => behind === 0,
  );

async function isSo(url: string, says: (body: unknown) => boolean, signal: AbortSignal): Promise<boolean> {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    const response = await fetch(url, { signal: limited });
    return says(await response.json());
  } catch {
    return false;
  }
}
