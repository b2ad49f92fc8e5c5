import { readFileSync } from 'node:fs';

export interface Memory {
  readonly nowMb: number;
  readonly mostMb: number;
}

/** Resident memory of a process now and at its highest, in MB (10^6 bytes); undefined where there is no /proc. */
export function residentMemory(pid: number): Memory | undefined {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return undefined;
  }
  const mb = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1_024) / 1e6;
  return { nowMb: mb('VmRSS'), mostMb: mb('VmHWM') };
}
