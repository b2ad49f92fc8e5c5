import { readFileSync } from 'node:fs';

export interface Memory {
  readonly nowMb: number;
  readonly mostMb: number;
}

/** Resident memory of a process now and at its highest, in MB (10^6 bytes); undefined where there is no /proc. */
export function residentMemory(pid: number): Memory | undefined {
  const status = read(`/proc/${pid}/status`);
  if (status === undefined) return undefined;
  return { nowMb: megabytes(status, 'VmRSS'), mostMb: megabytes(status, 'VmHWM') };
}

/**
 * Memory that a family of processes takes in MB, what several share counted once: PostgreSQL's sessions all show the buffers
 * that there is one of. Where the kernel does not tell of sharing it is the head's resident memory. Undefined without /proc.
 */
export function sharedOnceMb(head: number, members: readonly number[]): number | undefined {
  const shares = members.map((pid) => read(`/proc/${pid}/smaps_rollup`));
  if (shares[members.indexOf(head)] === undefined) return residentMemory(head)?.nowMb;
  // One that has ended since takes nothing.
  return shares.reduce((total, share) => total + (share === undefined ? 0 : megabytes(share, 'Pss')), 0);
}

function megabytes(text: string, name: string): number {
  return (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1_024) / 1e6;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
