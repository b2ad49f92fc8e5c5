import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in these, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;

/** Processor time that a process has used, in s; undefined where there is no /proc. */
export function processorSeconds(pid: number): number | undefined {
  const [user, system] = fields(pid) ?? [];
  return user === undefined || system === undefined ? undefined : (user + system) / TICKS_PER_SECOND;
}

/** The same for a process with its children, those that ended included. */
export function familySeconds(pid: number): number | undefined {
  const own = fields(pid);
  if (!own) return undefined;
  let ticks = own.reduce((sum, part) => sum + part, 0);
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || parentOf(Number(name)) !== pid) continue;
    const [user = 0, system = 0] = fields(Number(name)) ?? [];
    ticks += user + system;
  }
  return ticks / TICKS_PER_SECOND;
}

/** utime, stime, cutime and cstime of /proc/PID/stat, in ticks. */
function fields(pid: number): number[] | undefined {
  return statOf(pid)?.slice(11, 15).map(Number);
}

function parentOf(pid: number): number | undefined {
  const parent = statOf(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** What follows the program's name, which may hold blanks and brackets itself. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
