import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The CPUs that this process may run on, where it can confine others to some of them; null where it cannot. */
export function confinableCpus(): readonly number[] | null {
  if (process.platform !== 'linux' || !isInstalled('taskset')) return null;
  return allowedCpus('self');
}

/** Those that a process may run on, rising; null where there is no such process, or no /proc. */
export function allowedCpus(pid: string): readonly number[] | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return cpusOf(/^Cpus_allowed_list:\s+(\S+)$/m.exec(status)?.[1] ?? '');
  } catch {
    return null;
  }
}

/** `0-2,7` → 0, 1, 2, 7 */
export function cpusOf(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 || 0 }, (_, index) => first + index);
  });
}

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
