import { randomUUID } from 'node:crypto';

/** How long is delivered at most: a profile that cannot deliver what its search has left in that time is too slow to be waited for. */
const LIMIT_MS = 10_000;

/**
 * Runs deliveries until no package is open. One run delivers the oldest package of each of ten sellers, so it takes many.
 *
 * @returns whether nothing is left; false also where deliveries are refused, or take too long
 */
export async function deliverAll(origin: string, signal: AbortSignal, limitMs = LIMIT_MS): Promise<boolean> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  try {
    while (!limited.aborted) {
      const response = await fetch(`${origin}/shipments/deliveries`, {
        method: 'POST',
        headers: { 'idempotency-key': randomUUID() },
        signal: limited,
      });
      const { delivered } = (await response.json()) as { delivered?: readonly unknown[] };
      if (delivered === undefined) return false;
      if (delivered.length === 0) return true;
    }
  } catch {
    signal.throwIfAborted();
  }
  return false;
}
