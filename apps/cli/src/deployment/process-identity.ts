import { startTimeOf, waitUntilGone } from '@platform/embedded';
import { z } from 'zod';

/** A process that is told from a later one with the same id by when it started, as the system counts it. */
export const processIdentity = z.object({ pid: z.int().positive(), startTime: z.string() });
export type ProcessIdentity = z.infer<typeof processIdentity>;

export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const startTime = await startTimeOf(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

export async function isStillRunning({ pid, startTime }: ProcessIdentity): Promise<boolean> {
  return (await startTimeOf(pid)) === startTime;
}

/** SIGTERM, and SIGKILL when that does not help in time; does nothing to a stranger that got the id since. */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!(await isStillRunning(identity))) return;
    process.kill(identity.pid, signal);
    if (await waitUntilGone(identity.pid, graceMs)) return;
  }
}
