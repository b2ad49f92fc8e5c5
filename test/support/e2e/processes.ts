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

/**
 * Stops a process and what it forked without ending it, as a frozen host would.
 *
 * @param longestSeconds it thaws by then also when this process is killed meanwhile: a stopped server could not even be ended
 * @returns lets it go on
 */
export function freeze(pid: number, longestSeconds = 20): () => void {
  const children = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  const pids = [pid, ...children.trim().split('\n').map(Number)];
  const guard = spawn('sh', ['-c', `sleep ${longestSeconds}; kill -CONT ${pids.join(' ')}`], {
    detached: true,
    stdio: 'ignore',
  });
  guard.unref();
  for (const each of pids) process.kill(each, 'SIGSTOP');
  return () => {
    for (const each of pids) process.kill(each, 'SIGCONT');
    if (guard.pid !== undefined) process.kill(-guard.pid);
  };
}
