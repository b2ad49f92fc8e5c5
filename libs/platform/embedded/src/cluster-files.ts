import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedDatabaseError } from './embedded-database-error.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { assertPassable, type ServiceAccount } from './service-account.js';

/** The files of one embedded server below its directory. */
export class ClusterFiles {
  readonly data: string;
  readonly passwordFile: string;
  readonly log: string;

  constructor(readonly directory: string) {
    this.data = join(directory, 'pgdata');
    this.passwordFile = join(directory, 'password');
    this.log = join(directory, 'postgres.log');
  }

  /** Makes the cluster when the directory is new, checks that it is ours to run otherwise; returns the password. */
  async prepare(binaries: PostgresBinaries, account: ServiceAccount | undefined): Promise<string> {
    try {
      await mkdir(this.directory, { recursive: true });
      if (account) {
        await assertPassable(this.data, account, 'choose another data directory with --data');
        await assertPassable(binaries.postgres, account, 'move whereabouts elsewhere');
      }
      if (!(await exists(join(this.data, 'PG_VERSION')))) await this.#create(binaries, account);
      await this.#assertRunnable(binaries, account);
      return (await readFile(this.passwordFile, 'utf8')).trim();
    } catch (error) {
      throw asSentence(error, this.directory);
    }
  }

  async #create(binaries: PostgresBinaries, account: ServiceAccount | undefined): Promise<void> {
    const unfinished = `${this.data}.new`;
    const known = [this.data, unfinished, this.passwordFile, this.log].map((path) =>
      path.slice(this.directory.length + 1),
    );
    const strangers = (await readdir(this.directory)).filter((name) => !known.includes(name));
    if (strangers.length > 0 || (await exists(this.data))) {
      throw new EmbeddedDatabaseError(
        `${this.directory} holds files that are not an embedded database's (${strangers[0] ?? 'pgdata'}): choose an empty data directory.`,
      );
    }
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    await writeFile(this.passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
    await chmod(this.passwordFile, 0o600);
    if (account) {
      await chown(unfinished, account.uid, account.gid);
      await chown(this.passwordFile, account.uid, account.gid);
    }
    await initdb(binaries, unfinished, this.passwordFile, account);
    // Renamed only now, so that an interrupted initdb is never taken for a database.
    await rename(unfinished, this.data);
  }

  async #assertRunnable(binaries: PostgresBinaries, account: ServiceAccount | undefined): Promise<void> {
    const version = (await readFile(join(this.data, 'PG_VERSION'), 'utf8')).trim();
    if (version !== binaries.majorVersion) {
      throw new EmbeddedDatabaseError(
        `${this.data} was made by PostgreSQL ${version} and the embedded server is ${binaries.majorVersion}: dump it with version ${version}, or choose another data directory.`,
      );
    }
    const owner = (await stat(this.data)).uid;
    const runsAs = account?.uid ?? process.getuid?.() ?? owner;
    if (owner !== runsAs) {
      throw new EmbeddedDatabaseError(
        `${this.data} belongs to another user (uid ${owner}, not ${runsAs}): run whereabouts as that user, or choose another data directory.`,
      );
    }
  }
}

async function initdb(
  { initdb: program }: PostgresBinaries,
  directory: string,
  passwordFile: string,
  account: ServiceAccount | undefined,
): Promise<void> {
  const flags = [
    `--pgdata=${directory}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The server's own collation: the same order on every machine, whatever its libc.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const child = spawn(program, flags, {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(lastReason(errors) ?? `initdb ended with code ${code}`);
}

/** The most telling line of a server's or initdb's output. */
export function lastReason(output: string): string | undefined {
  const lines = output.split('\n').filter((line) => /\b(FATAL|PANIC|ERROR|error|could not)\b/.test(line));
  return lines
    .at(-1)
    ?.replace(/^.*?(FATAL|PANIC|ERROR|error): +/, '')
    .trim();
}

/** Turns what the file system or initdb said into one sentence with a remedy. */
export function asSentence(error: unknown, directory: string): EmbeddedDatabaseError {
  if (error instanceof EmbeddedDatabaseError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  const text = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC' || /No space left on device/i.test(text)) {
    return new EmbeddedDatabaseError(
      `The disk of ${directory} is full: free about 200 MB, or choose another data directory.`,
    );
  }
  if (
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS' ||
    /Permission denied|Read-only file system/.test(text)
  ) {
    return new EmbeddedDatabaseError(`${directory} cannot be written: choose another data directory.`);
  }
  return new EmbeddedDatabaseError(`The database in ${directory} could not be started: ${text}.`);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
