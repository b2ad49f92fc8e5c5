import { waitUntilGone } from '@platform/embedded';
import type { DataDirectory } from '../../deployment/data-directory.js';
import { DataDirectoryLock } from '../../deployment/data-directory-lock.js';
import { DeploymentError } from '../../deployment/deployment-error.js';
import { stopLeftBehind } from '../../deployment/left-behind.js';
import { machineBrokers } from '../../deployment/broker/machine-brokers.js';
import { isStillRunning } from '../../deployment/process-identity.js';
import { createProgress, type Output } from '../../deployment/progress.js';
import { runningState } from '../../deployment/running-state.js';

const limitMs = 120_000;

/** Stops the `up` of a data directory, or what one that was killed left behind. */
export async function runDown(directory: DataDirectory, output: Output): Promise<void> {
  const progress = createProgress(output);
  const state = await runningState(directory);
  if (!state) {
    progress.print(`Nothing is running in ${directory.root}.`);
    return;
  }
  const { up, file } = state;
  if (up) {
    await progress.step(
      `Stopping ${file.profile} (process ${up.pid})`,
      async () => {
        process.kill(up.pid, 'SIGTERM');
        if ((await waitUntilGone(up.pid, limitMs)) || !(await isStillRunning(up))) return;
        throw new DeploymentError(
          `Process ${up.pid} does not stop: look into ${directory.logs}, or end it with "kill -9 ${up.pid}" and run "whereabouts down" again.`,
        );
      },
      () => `${file.profile} is stopped; its data stays in ${directory.root}`,
    );
    return;
  }
  const lock = await DataDirectoryLock.acquire(directory);
  try {
    await stopLeftBehind(directory, machineBrokers);
  } finally {
    await lock.release();
  }
  progress.print(`What a killed "whereabouts up" had left running in ${directory.root} is stopped.`);
}
