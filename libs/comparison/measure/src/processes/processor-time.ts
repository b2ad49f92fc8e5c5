import { family, type ProcessEntry, processEntry } from './process-table.js';

/** Linux counts in these, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;

/** Processor time that a process has used, in s; undefined where there is no /proc. */
export function processorSeconds(pid: number): number | undefined {
  const entry = processEntry(pid);
  return entry && entry.own / TICKS_PER_SECOND;
}

/** The same for a process with all that it has started, those that ended included. */
export function familySeconds(pid: number): number | undefined {
  const members = family(pid);
  return members && secondsOf(members);
}

export function secondsOf(members: readonly ProcessEntry[]): number {
  return members.reduce((ticks, { own, ofEnded }) => ticks + own + ofEnded, 0) / TICKS_PER_SECOND;
}
