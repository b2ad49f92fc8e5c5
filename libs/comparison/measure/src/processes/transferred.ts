import { readFileSync, statSync } from 'node:fs';

/**
 * Bytes that a Node process has read and written since it began, less what it wrote into the files behind its standard output:
 * what is left passed through its sockets, as Node's sockets are read and written by the system calls that the kernel counts
 * here. Undefined where it does not.
 */
export function transferredBytes(pid: number): number | undefined {
  try {
    const io = readFileSync(`/proc/${pid}/io`, 'utf8');
    const count = (name: string): number => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(io)?.[1]);
    const transferred = count('rchar') + count('wchar') - logBytes(pid);
    return Number.isFinite(transferred) ? transferred : undefined;
  } catch {
    return undefined;
  }
}

/** Size of the files that the process's output goes to, each once. */
function logBytes(pid: number): number {
  const files = [1, 2].map((descriptor) => statSync(`/proc/${pid}/fd/${descriptor}`));
  const logs = new Map(files.filter((file) => file.isFile()).map((file) => [file.ino, file.size]));
  return [...logs.values()].reduce((total, size) => total + size, 0);
}
