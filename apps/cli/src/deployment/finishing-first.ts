import { z } from 'zod';

/** A service answers this in little more than a second, whatever its databases do. */
const ANSWER_MS = 3_000;

const recovering = z.object({
  checks: z.object({
    recovery: z.object({
      stage: z.literal('recovering'),
      finishing: z.record(z.string(), z.object({ waitsFor: z.string().optional() })).default({}),
    }),
  }),
});

/**
 * What a service that starts finishes before it takes requests, and what that waits for, by its `/health/ready`.
 * @returns nothing when it does not answer, or is not at that
 */
export async function finishingFirst(url: string): Promise<string | undefined> {
  const answer = await ask(new URL('/health/ready', url)).catch(() => undefined);
  const { success, data } = recovering.safeParse(answer);
  if (!success) return undefined;
  const parts = Object.entries(data.checks.recovery.finishing).map(([name, { waitsFor }]) =>
    waitsFor === undefined ? name : `${name} (waits: ${waitsFor})`,
  );
  return parts.length > 0 ? parts.join(', ') : 'what was begun before';
}

async function ask(url: URL): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
  return response.json();
}
