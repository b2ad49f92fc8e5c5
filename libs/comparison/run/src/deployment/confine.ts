import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Keeps a process, with all its threads, on some processors. @param cpus a list as `taskset` takes it; null: nothing is done */
export async function confine(pid: number, cpus: string | null): Promise<void> {
  if (cpus === null) return;
  await promisify(execFile)('taskset', ['-a', '-c', '-p', cpus, String(pid)]);
}
