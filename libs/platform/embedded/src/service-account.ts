import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedDatabaseError } from './embedded-database-error.js';

const run = promisify(execFile);

/** Who the server runs as, when that is not the user who started us. */
export interface ServiceAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: root hands over to the user `postgres`, made when the machine has none. */
export async function serviceAccount(): Promise<ServiceAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await lookUp('postgres');
  if (existing) return existing;
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
  } catch {
    // Reported below: whatever went wrong, the user is missing.
  }
  const created = await lookUp('postgres');
  if (created) return created;
  throw new EmbeddedDatabaseError(
    'PostgreSQL does not run as root and the user "postgres" could not be created: run whereabouts as an ordinary user.',
  );
}

async function lookUp(name: string): Promise<ServiceAccount | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** Every directory above `path` must let the account through; the first that does not is named. */
export async function assertPassable(path: string, account: ServiceAccount, remedy: string): Promise<void> {
  for (let directory = dirname(resolve(path)); ; directory = dirname(directory)) {
    const { mode, uid, gid } = await stat(directory);
    const searchBit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & searchBit) === 0) {
      throw new EmbeddedDatabaseError(
        `PostgreSQL does not run as root, and the user "${account.name}" it runs as instead may not enter ${directory}: ` +
          `run "chmod o+x ${directory}", ${remedy}, or run whereabouts as an ordinary user.`,
      );
    }
    if (directory === dirname(directory)) return;
  }
}
