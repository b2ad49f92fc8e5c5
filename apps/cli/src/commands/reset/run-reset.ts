import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { DataDirectory } from '../../deployment/data-directory.js';
import { DataDirectoryLock } from '../../deployment/data-directory-lock.js';
import { DeploymentError } from '../../deployment/deployment-error.js';
import { stopLeftBehind } from '../../deployment/left-behind.js';
import { machineBrokers } from '../../deployment/broker/machine-brokers.js';
import type { Output } from '../../deployment/progress.js';

/** Removes a deployment's data, and nothing else that lies in its directory. */
export async function runReset(directory: DataDirectory, sure: boolean, output: Output): Promise<void> {
  const found = await readdir(directory.root).catch((): string[] => []);
  const own = directory.ownNames().filter((name) => found.includes(name));
  if (own.length === 0) {
    output.write(`There is nothing to remove in ${directory.root}.\n`);
    return;
  }
  const lock = await DataDirectoryLock.acquire(directory);
  try {
    if (!sure && !(await confirmed(directory))) {
      output.write('Nothing was removed.\n');
      return;
    }
    await stopLeftBehind(directory, machineBrokers);
    for (const name of own) await rm(join(directory.root, name), { recursive: true, force: true });
  } finally {
    await lock.release();
  }
  // Somebody else's files, if there are any, keep the directory.
  await rmdir(directory.root).catch(() => undefined);
  output.write(`All data in ${directory.root} is removed.\n`);
}

async function confirmed({ root }: DataDirectory): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new DeploymentError(`Removing the data in ${root} needs a yes: run "whereabouts reset --yes".`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`Remove all data in ${root}? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
