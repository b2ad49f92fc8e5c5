import { execFileSync, spawn } from 'node:child_process';

/** Whether a process of this id runs. Signal 0 asks without sending anything. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export interface Freezing {
  /** It thaws by then also when this process is killed meanwhile: a stopped server could not even be ended. */
  readonly longestSeconds?: number;
  /** Without what it forked. */
  readonly alone?: boolean;
}

/**
 * Stops a process and what it forked without ending it, as a frozen host would.
 *
 * @returns lets it go on; may be called more than once
 */
export function freeze(pid: number, { longestSeconds = 20, alone = false }: Freezing = {}): () => void {
  const pids = [pid, ...(alone ? [] : childrenOf(pid))];
  const guard = spawn('sh', ['-c', `sleep ${longestSeconds}; kill -CONT ${pids.join(' ')}`], {
    detached: true,
    stdio: 'ignore',
  });
  guard.unref();
  const send = (to: number, signal: NodeJS.Signals): void => {
    try {
      process.kill(to, signal);
    } catch (error) {
      // What it forked comes and goes; the process itself was said to run.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  for (const each of pids) send(each, 'SIGSTOP');
  let frozen = true;
  return () => {
    if (!frozen) return;
    frozen = false;
    for (const each of pids) send(each, 'SIGCONT');
    if (guard.pid !== undefined) send(-guard.pid, 'SIGTERM');
  };
}

function childrenOf(pid: number): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  } catch {
    return []; // pgrep exits with 1 when it finds none
  }
}
