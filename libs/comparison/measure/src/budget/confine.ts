import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { allowedCpus, cpusOf } from './allowed-cpus.js';

const run = promisify(execFile);

/**
 * Lets a process, and whatever it starts from now on, run on these CPUs only; `cpus` is a list as `taskset` takes it: `0,2-3`.
 * @returns false where that cannot be done: no such process or CPU, not ours, no `taskset`
 */
export async function confine(pid: number, cpus: string): Promise<boolean> {
  // It says nothing of a process that is not there.
  await run('taskset', ['-a', '-c', '-p', cpus, String(pid)]).catch(() => undefined);
  return allowedCpus(String(pid))?.join() === cpusOf(cpus).join();
}
