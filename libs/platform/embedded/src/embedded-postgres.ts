import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { asSentence, ClusterFiles, lastReason } from './cluster-files.js';
import { EmbeddedDatabaseError } from './embedded-database-error.js';
import { freePort } from './free-port.js';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.js';
import { findPostmaster, postmasterFilePath, readPostmasterFile } from './postmaster-file.js';
import { isAlive, waitUntilGone } from './process-inspection.js';
import { serverSettings, statementStatistics } from './server-settings.js';
import { serviceAccount } from './service-account.js';

export interface EmbeddedPostgresOptions {
  /** Where data, password and log are kept; made when missing. One server per directory. */
  readonly directory: string;
  /** On 127.0.0.1; chosen by the operating system when left out, and then kept across restarts of this object. */
  readonly port?: number;
  /** Settings on top of `serverSettings`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when the server ends without `stop` having been called; call `start` to have it back. */
  readonly onUnexpectedExit?: (exit: UnexpectedExit) => void;
}

export interface UnexpectedExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly reason: string | undefined;
}

const startLimitMs = 60_000;
const stopLimitMs = 30_000;
const logLimitBytes = 10 * 1024 * 1024;

/**
 * A real PostgreSQL server on loopback in a directory of ours. It outlives a killed parent (data is safer with a server
 * that runs on than with one that is cut off); the next `start` on the directory stops it first. Log-ins need the random
 * password kept beside the data, readable by its owner only.
 */
export class EmbeddedPostgres {
  readonly files: ClusterFiles;
  #port: number | undefined;
  #password = '';
  #server: ChildProcess | undefined;
  #stopping = false;

  constructor(private readonly options: EmbeddedPostgresOptions) {
    this.files = new ClusterFiles(resolve(options.directory));
    this.#port = options.port;
  }

  get pid(): number {
    const pid = this.#server?.pid;
    if (pid === undefined) throw new Error('The database is not running.');
    return pid;
  }

  get port(): number {
    if (this.#port === undefined) throw new Error('The database was not started.');
    return this.#port;
  }

  get isRunning(): boolean {
    return this.#server !== undefined;
  }

  /** A connection string with the password in it: not for logs. */
  url(database = 'postgres'): string {
    return `postgres://postgres:${this.#password}@127.0.0.1:${this.port}/${encodeURIComponent(database)}`;
  }

  /**
   * Makes the cluster when the directory is new, stops a server that an earlier process left behind on it, and starts
   * one; resolves when it accepts connections. Throws `EmbeddedDatabaseError`.
   */
  async start(): Promise<void> {
    if (this.#server) return;
    this.#stopping = false;
    try {
      const account = await serviceAccount();
      const binaries = postgresBinaries();
      this.#password = await this.files.prepare(binaries, account);
      await EmbeddedPostgres.stopLeftBehind(this.files.directory);
      await this.#startServer(binaries, account);
    } catch (error) {
      throw asSentence(error, this.files.directory);
    }
  }

  /** Fast shutdown: connections are ended, everything committed is on disk. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const server = this.#server;
    if (!server) return;
    const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    server.kill('SIGINT');
    server.kill('SIGCONT'); // one that somebody stopped would not hear the first
    const insisted = setTimeout(() => server.kill('SIGQUIT'), stopLimitMs);
    // What is committed is in the log files by now: the next start recovers it.
    const ended = setTimeout(() => server.kill('SIGKILL'), 2 * stopLimitMs);
    await gone;
    clearTimeout(insisted);
    clearTimeout(ended);
  }

  /** Makes a database unless it is there. */
  async ensureDatabase(name: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url() });
    await client.connect();
    try {
      const found = await client.query('select from pg_database where datname = $1', [name]);
      if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
    } finally {
      await client.end();
    }
  }

  /**
   * Stops the server that runs on this directory, if one does: recognised by its pid file, by the data directory it
   * names, and by what the process with that id really is. Returns whether there was one.
   */
  static async stopLeftBehind(directory: string): Promise<boolean> {
    const data = await realpath(new ClusterFiles(resolve(directory)).data).catch(() => undefined);
    if (data === undefined) return false;
    const running = await findPostmaster(data);
    if (!running) {
      await forgetStalePidFile(data);
      return false;
    }
    process.kill(running.pid, 'SIGINT');
    process.kill(running.pid, 'SIGCONT');
    if (!(await waitUntilGone(running.pid, stopLimitMs))) {
      process.kill(running.pid, 'SIGQUIT');
      if (!(await waitUntilGone(running.pid, stopLimitMs))) {
        throw new EmbeddedDatabaseError(
          `A PostgreSQL left behind on ${data} (process ${running.pid}) does not stop: end it, then start again.`,
        );
      }
    }
    return true;
  }

  async #startServer(
    binaries: PostgresBinaries,
    account: { uid: number; gid: number } | undefined,
  ): Promise<void> {
    const deadline = Date.now() + startLimitMs;
    for (;;) {
      const port = this.#port ?? (await freePort());
      const failure = await this.#tryStart(binaries, port, account, deadline);
      if (failure === undefined) {
        this.#port = port;
        return;
      }
      const portTaken = /Address already in use|could not create any TCP\/IP sockets/.test(failure);
      if (portTaken && this.options.port !== undefined) {
        throw new EmbeddedDatabaseError(
          `Port ${port} on 127.0.0.1 is taken: choose another for the database, or stop what listens there.`,
        );
      }
      // After a crash the dead server's backends need a moment to go; a port can be taken between choosing and using it.
      const passing =
        portTaken || /pre-existing shared memory block|lock file .* already exists/.test(failure);
      if (!passing || Date.now() > deadline)
        throw new Error(lastReason(failure) ?? 'the server ended while starting');
      await pause(50);
    }
  }

  /** Returns what the server wrote when it ended before it was ready. */
  async #tryStart(
    { postgres: program, loadable }: PostgresBinaries,
    port: number,
    account: { uid: number; gid: number } | undefined,
    deadline: number,
  ): Promise<string | undefined> {
    const data = await realpath(this.files.data);
    const settings = {
      ...serverSettings,
      ...statementStatistics(loadable),
      ...this.options.settings,
      port: String(port),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const { log, offset } = await openLog(this.files.log);
    const server = spawn(program, ['-D', data, ...flags], {
      cwd: data,
      // A session of its own: Ctrl-C in the terminal reaches us only, and we stop things in order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, LC_ALL: 'C' },
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
      server.once('error', reject);
      server.once('exit', (code, signal) => resolve({ code, signal }));
    });
    await log.close();
    const ended = await Promise.race([exited, becomesReady(data, server, deadline)]);
    if (ended === 'too slow') {
      server.kill('SIGQUIT');
      await exited;
    }
    if (ended !== 'ready') return readFrom(this.files.log, offset);
    this.#server = server;
    void exited.then(async (exit) => {
      this.#server = undefined;
      if (this.#stopping) return;
      this.options.onUnexpectedExit?.({
        ...exit,
        reason: lastReason(await readFrom(this.files.log, offset)),
      });
    });
    return undefined;
  }
}

/** The server's own pid file says when it is ready, as `pg_ctl` reads it. */
async function becomesReady(
  data: string,
  server: ChildProcess,
  deadline: number,
): Promise<'ready' | 'too slow'> {
  while (server.exitCode === null && server.signalCode === null) {
    const file = await readPostmasterFile(data);
    if (file?.pid === server.pid && file?.ready) return 'ready';
    if (Date.now() > deadline) return 'too slow';
    await pause(5);
  }
  return new Promise(() => undefined); // it ended: the other side of the race tells
}

/** Pids are used again: a file that names a process which is not our server would keep the server from starting. */
async function forgetStalePidFile(data: string): Promise<void> {
  const file = await readPostmasterFile(data);
  if (file && isAlive(file.pid)) await rm(postmasterFilePath(data));
}

async function openLog(path: string) {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > logLimitBytes) await rename(path, `${path}.1`);
  return { log: await open(path, 'a', 0o600), offset: size > logLimitBytes ? 0 : size };
}

async function readFrom(path: string, offset: number): Promise<string> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  return bytes.subarray(offset).toString('utf8');
}
