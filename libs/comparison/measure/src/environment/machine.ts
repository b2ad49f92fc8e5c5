import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

export interface Machine {
  readonly cpu: string;
  /** That this process, and with it what it starts, may use: less than there are in a container or a cpuset. */
  readonly cores: number;
  /** The same for memory, in MB of 10^6 bytes. */
  readonly memoryMb: number;
  readonly os: string;
  readonly node: string;
}

export function machine(): Machine {
  // 0 and more than there is both stand for no limit.
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memoryMb: Math.round(memory / 1e6),
    os: [distribution(), type(), release(), process.arch].filter(Boolean).join(' '),
    node: process.version,
  };
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}
