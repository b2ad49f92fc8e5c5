import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chown, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { waitUntil } from '@platform/messaging/testing';

const BIN = '/usr/lib/postgresql/15/bin';
const PROGRAMS = ['initdb', 'postgres', 'pg_dump', 'pg_dumpall', 'psql', 'pg_isready', 'createdb'];
const run = promisify(execFile);

/** A cluster of the oldest PostgreSQL that is supported, with its own tools; gone without a trace when it is stopped. */
export class Postgres15 {
  private constructor(
    private readonly directory: string,
    readonly port: number,
    private readonly server: ChildProcess,
  ) {}

  /**
   * @param at the port that it shall have: where whoever used another cluster expects it
   * @throws Error that names the programs which are missing
   */
  static async start(at?: number): Promise<Postgres15> {
    const missing = (await Promise.all(PROGRAMS.map(isMissing))).flat();
    if (missing.length > 0)
      throw new Error(`PostgreSQL 15 has to be installed for this: ${missing.join(', ')} are missing.`);
    const directory = await mkdtemp(join(tmpdir(), 'postgres-15-'));
    const account = await otherThanRoot();
    if (account) await chown(directory, account.uid, account.gid);
    const data = join(directory, 'data');
    const options = { ...account, cwd: directory };
    await run(join(BIN, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], options);
    const port = at ?? (await freePort());
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
    const flags = [...settings, `port=${port}`].flatMap((setting) => ['-c', setting]);
    const server = spawn(join(BIN, 'postgres'), ['-D', data, ...flags], { ...options, stdio: 'ignore' });
    const cluster = new Postgres15(directory, port, server);
    try {
      await waitUntil('the cluster answers', () =>
        cluster.tool('pg_isready').then(
          () => true,
          () => false,
        ),
      );
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  url(database: string): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`;
  }

  async createDatabase(name: string): Promise<void> {
    await this.tool('createdb', name);
  }

  /** The cluster's roles and one database, as SQL. */
  async dump(database: string): Promise<{ roles: string; database: string }> {
    return {
      roles: await this.tool('pg_dumpall', '--roles-only'),
      database: await this.tool('pg_dump', '-d', database),
    };
  }

  /** Into an empty cluster. */
  async restore(dump: { roles: string; database: string }, database: string): Promise<void> {
    // The superuser is there already: that one line may fail.
    await this.sql('postgres', dump.roles, false);
    await this.createDatabase(database);
    await this.sql(database, dump.database, true);
  }

  /** @param strictly whether the first error ends it */
  async sql(database: string, text: string, strictly = true): Promise<void> {
    const child = spawn(join(BIN, 'psql'), [
      ...['-X', '-q', '-h', '127.0.0.1', '-p', String(this.port), '-U', 'postgres', '-d', database],
      ...['-v', `ON_ERROR_STOP=${strictly ? 1 : 0}`],
    ]);
    let errors = '';
    child.stdout.resume();
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdin.end(text);
    const [code] = (await once(child, 'close')) as [number | null];
    if (strictly && code !== 0) throw new Error(`psql ended with ${String(code)}: ${errors}`);
  }

  async stop(): Promise<void> {
    if (this.server.exitCode === null && this.server.signalCode === null) {
      const ended = once(this.server, 'exit');
      this.server.kill('SIGQUIT');
      await ended;
    }
    await rm(this.directory, { recursive: true, force: true });
  }

  private async tool(program: string, ...args: string[]): Promise<string> {
    const connection = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'postgres'];
    const { stdout } = await run(join(BIN, program), [...connection, ...args], { maxBuffer: 2 ** 28 });
    return stdout;
  }
}

async function isMissing(program: string): Promise<string[]> {
  const path = join(BIN, program);
  return stat(path).then(
    () => [],
    () => [path],
  );
}

/** PostgreSQL does not run as root. */
async function otherThanRoot(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('No port was found.');
  return address.port;
}
