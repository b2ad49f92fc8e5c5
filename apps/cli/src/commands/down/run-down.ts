import { EmbeddedPostgres } from '@platform/embedded';
import { readdir, rm } from 'node:fs/promises';
import type { DataDirectory } from '../../deployment/data-directory.js';
import { DataDirectoryLock } from '../../deployment/data-directory-lock.js';
import { DeploymentError } from '../../deployment/deployment-error.js';
import { isStillRunning } from '../../deployment/process-identity.js';
import { createProgress, type Output } from '../../deployment/progress.js';
import { runningState } from '../../deployment/running-state.js';
import { endLeftBehind } from '../../deployment/up-file.js';
import { waitUntilGone } from '@platform/embedded';

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
  await stopLeftBehind(directory);
  progress.print(`What a killed "whereabouts up" had left running in ${directory.root} is stopped.`);

  async function stopLeftBehind({ databases, upFile, runFile }: DataDirectory): Promise<void> {
    const lock = await DataDirectoryLock.acquire(directory);
    try {
      await endLeftBehind(file);
      for (const name of await readdir(databases)) {
        await EmbeddedPostgres.stopLeftBehind(directory.databaseDirectory(name));
      }
      await rm(runFile, { force: true });
      await rm(upFile, { force: true });
    } finally {
      await lock.release();
    }
  }
}
