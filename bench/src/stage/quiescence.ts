import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 120_000;

/** Waits until nothing is under way in the service: no open checkout, no message unread. @returns how long that took, in ms */
export async function untilQuiet(serviceUrl: string): Promise<number> {
  const began = performance.now();
  for (;;) {
    const response = await fetch(`${serviceUrl}/admin/quiescence`);
    const { quiet } = (await response.json()) as { quiet?: boolean };
    const waited = performance.now() - began;
    if (quiet === true) return waited;
    if (waited > PATIENCE_MS) throw new Error(`The service is not quiet after ${PATIENCE_MS / 1_000} s.`);
    await pause(10);
  }
}
