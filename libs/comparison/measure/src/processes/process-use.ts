import type { RunFile } from '@comparison/protocol';
import { sharedOnceMb } from './memory.js';
import { type Part, PARTS, pidsByPart } from './parts.js';
import { family } from './process-table.js';
import { secondsOf } from './processor-time.js';
import { transferredBytes } from './transferred.js';

/** What a process, with all that it has started, used since it began. */
interface ProcessUse {
  /** Of this process and no later one with the same pid. */
  readonly identity: string;
  readonly cpuSeconds: number;
  /** Of the head alone. */
  readonly transferredBytes: number | undefined;
  readonly memoryMb: number | undefined;
}

/** By part; undefined where one of its processes cannot be looked into. */
export type ProcessesUse = Readonly<Record<Part, readonly ProcessUse[] | undefined>>;

/** Parts whose traffic is counted: whatever they say to each other, to databases, broker, provider and clients has an end here. */
const TALKERS = ['services', 'eventStore'] as const;

export function readProcesses(run: RunFile): ProcessesUse {
  const pids = pidsByPart(run);
  const read = (part: Part): readonly ProcessUse[] | undefined => {
    const uses = pids[part].map((pid) => (pid === null ? undefined : useOf(pid)));
    return uses.every((use) => use !== undefined) ? uses : undefined;
  };
  return Object.fromEntries(PARTS.map((part) => [part, read(part)])) as Record<Part, ReturnType<typeof read>>;
}

function useOf(pid: number): ProcessUse | undefined {
  const members = family(pid);
  const [head] = members ?? [];
  if (!members || !head) return undefined;
  return {
    identity: `${pid}@${head.startedAt}`,
    cpuSeconds: secondsOf(members),
    transferredBytes: transferredBytes(pid),
    memoryMb: sharedOnceMb(
      pid,
      members.map((member) => member.pid),
    ),
  };
}

/** Processor time of a part in s. Null where it cannot be told, as after the end of a process whose last figures nobody saw. */
export function cpuSecondsBetween(before: ProcessesUse, after: ProcessesUse, part: Part): number | null {
  return between(before[part], after[part], ({ cpuSeconds }) => cpuSeconds);
}

/** Bytes that services and Event Store sent and received; what one service asks of another is counted at both. */
export function wireBytesBetween(before: ProcessesUse, after: ProcessesUse): number | null {
  let total = 0;
  for (const part of TALKERS) {
    const bytes = between(before[part], after[part], ({ transferredBytes: sum }) => sum);
    if (bytes === null) return null;
    total += bytes;
  }
  return total;
}

/** Of everything but the provider, which stands for the outside world, in MB. */
export function memoryMb(use: ProcessesUse): number | null {
  let total = 0;
  for (const part of PARTS) {
    if (part === 'provider') continue;
    for (const one of use[part] ?? [undefined]) {
      if (one?.memoryMb === undefined) return null;
      total += one.memoryMb;
    }
  }
  return total;
}

function between(
  before: readonly ProcessUse[] | undefined,
  after: readonly ProcessUse[] | undefined,
  of: (use: ProcessUse) => number | undefined,
): number | null {
  if (!before || !after) return null;
  const begun = new Map(before.map((use) => [use.identity, of(use)]));
  let total = 0;
  for (const use of after) {
    const now = of(use);
    // Of one that was started in between everything counts.
    const then = begun.has(use.identity) ? begun.get(use.identity) : 0;
    begun.delete(use.identity);
    if (now === undefined || then === undefined || now < then) return null;
    total += now - then;
  }
  return begun.size === 0 ? total : null;
}
