import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** True while a process has this id, whoever owns it, and be it an ended one that its parent has not yet noticed. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line a process was started with; undefined when there is no such process. */
export async function commandLineOf(pid: number): Promise<string[] | undefined> {
  try {
    if (process.platform === 'linux') {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      return line === '' ? undefined : line.split('\0').slice(0, -1);
    }
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout.trim().split(' ');
  } catch {
    return undefined;
  }
}

/**
 * A text that differs between two processes that got the same id one after the other: when it started, as the system
 * tells it. Undefined when there is no such process or it has ended.
 */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      // Fields are counted after the command's closing bracket, as the command itself may hold spaces.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Waits for a process that need not be our child to end; false when it still runs after `limitMs`. */
export async function waitUntilGone(pid: number, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while ((await startTimeOf(pid)) !== undefined) {
    if (Date.now() > deadline) return false;
    await pause(10);
  }
  return true;
}
