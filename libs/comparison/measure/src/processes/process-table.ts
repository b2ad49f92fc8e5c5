import { readdirSync, readFileSync } from 'node:fs';

/** A process as the kernel accounts for it; times in its ticks. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Ticks from the machine's start to the process's: pids are used again, a pid with this is not. */
  readonly startedAt: number;
  /** Processor time of its own. */
  readonly own: number;
  /** Processor time of its children that have ended and been waited for, and of theirs. */
  readonly ofEnded: number;
}

// What follows the program's name, from the process's state on.
const PARENT = 1;
const TIMES = 11;
const STARTED_AT = 19;

/** Undefined when there is no such process, or no /proc. */
export function processEntry(pid: number): ProcessEntry | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name may hold blanks and brackets itself.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(TIMES);
  return {
    pid,
    parent: fields[PARENT] ?? 0,
    startedAt: fields[STARTED_AT] ?? 0,
    own: user + system,
    ofEnded: endedUser + endedSystem,
  };
}

/** The process and everything below it that lives. Undefined when there is no such process, or no /proc. */
export function family(pid: number): ProcessEntry[] | undefined {
  for (let attempt = 1; ; attempt += 1) {
    const head = processEntry(pid);
    if (!head) return undefined;
    const children = Map.groupBy(allProcesses(), ({ parent }) => parent);
    const members = [head];
    for (const member of members) members.push(...(children.get(member.pid) ?? []));
    // A child that ended meanwhile would be missing among the living, and not yet be among the ended.
    if (processEntry(pid)?.ofEnded === head.ofEnded || attempt === 5) return members;
  }
}

function allProcesses(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processEntry(Number(name)) ?? []);
}
