import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { DataDirectory } from './data-directory.js';
import { DeploymentError } from './deployment-error.js';
import { identify, isStillRunning, processIdentity } from './process-identity.js';

/** One `up` per data directory. The lock names its holder, so that one left by a killed holder is taken over. */
export class DataDirectoryLock {
  private constructor(private readonly path: string) {}

  static async acquire(directory: DataDirectory): Promise<DataDirectoryLock> {
    const path = directory.lock;
    const unfinished = `${path}.${randomBytes(4).toString('hex')}`;
    await writeFile(unfinished, JSON.stringify(await identify(process.pid)));
    try {
      for (;;) {
        if (await linked(unfinished, path)) return new DataDirectoryLock(path);
        const held = await readFile(path, 'utf8').catch(() => undefined);
        if (held === undefined) continue;
        const holder = holderIn(held);
        if (holder && (await isStillRunning(holder))) {
          throw new DeploymentError(
            `The data directory ${directory.root} is in use by another "whereabouts up" (process ${holder.pid}): run "whereabouts down" first, or choose another with --data.`,
          );
        }
        await setAside(path, held);
      }
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  async release(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderIn(text: string) {
  try {
    return processIdentity.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Removes a dead holder's lock. Another `up` may have done so, and locked, meanwhile: then its lock is put back. */
async function setAside(path: string, expected: string): Promise<void> {
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== expected) await linked(aside, path);
  await rm(aside, { force: true });
}
