import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { EmbeddedDatabaseError } from './embedded-database-error.js';
import { EmbeddedPostgres, type UnexpectedExit } from './embedded-postgres.js';
import { findPostmaster } from './postmaster-file.js';
import { startTimeOf } from './process-inspection.js';

const inTest = (path: string) => fileURLToPath(new URL(path, import.meta.url));

describe('EmbeddedPostgres', () => {
  let parent: string;
  let directory: string;
  const started: EmbeddedPostgres[] = [];

  const postgres = (options: Partial<ConstructorParameters<typeof EmbeddedPostgres>[0]> = {}) => {
    const server = new EmbeddedPostgres({ directory, ...options });
    started.push(server);
    return server;
  };

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'whereabouts-embedded-'));
    await chmod(parent, 0o755);
    directory = join(parent, 'main');
  });

  afterEach(async () => {
    for (const server of started.splice(0)) await server.stop();
    await EmbeddedPostgres.stopLeftBehind(directory);
    await rm(parent, { recursive: true, force: true });
  });

  it('keeps what was committed across a stop and a start', async () => {
    const first = postgres();
    await first.start();
    await first.ensureDatabase('shop');
    await query(first.url('shop'), 'create table kept as select 42 as answer');
    await first.stop();
    expect(first.isRunning).toBe(false);

    const second = postgres();
    await second.start();
    await second.ensureDatabase('shop');
    expect(await query(second.url('shop'), 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('is durable, listens on loopback only and asks for the password', async () => {
    const server = postgres();
    await server.start();
    const settings = await query(
      server.url(),
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses') order by name`,
    );
    expect(settings).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
    const wrong = new URL(server.url());
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect((await stat(server.files.passwordFile)).mode & 0o777).toBe(0o600);
  });

  it('lets nobody who falls silent while logging in hold up dropping a database, and whoever reads the log, for a minute', async () => {
    const server = postgres();
    await server.start();
    await server.ensureDatabase('shop');
    const { port, hostname } = new URL(server.url());
    const silent = connect(Number(port), hostname);
    silent.write(startupMessage('postgres'));
    await once(silent, 'data'); // asked for a password, which never comes
    const began = performance.now();
    await query(server.url(), 'drop database shop');
    expect(performance.now() - began).toBeLessThan(30_000);
    silent.destroy();
  });

  it('stops and replaces the server of a parent that was killed', async () => {
    const child = spawn(
      process.execPath,
      [
        ...['--conditions=source', '--experimental-transform-types', '--no-warnings'],
        ...['--import', inTest('../../../../test/support/typescript.hook.mjs')],
        inTest('./left-behind.fixture.ts'),
        directory,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    const orphan = Number(line);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await startTimeOf(orphan)).toBeDefined();

    const server = postgres();
    await server.start();
    expect(server.pid).not.toBe(orphan);
    expect(await startTimeOf(orphan)).toBeUndefined();
    expect(await query(server.url('left'), 'select x from behind')).toEqual([{ x: 1 }]);
  });

  it('leaves a process alone that merely has the pid of a server long gone', async () => {
    const server = postgres();
    await server.start();
    await server.stop();
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    try {
      await once(bystander, 'spawn');
      await writeFile(
        join(server.files.data, 'postmaster.pid'),
        `${String(bystander.pid)}\n${server.files.data}\n`,
      );
      expect(await findPostmaster(server.files.data)).toBeUndefined();
      await server.start();
      expect(bystander.exitCode).toBeNull();
      expect(await query(server.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      bystander.kill('SIGKILL');
    }
  });

  it('stops a server that somebody had frozen', async () => {
    const server = postgres();
    await server.start();
    process.kill(server.pid, 'SIGSTOP');
    await server.stop();
    expect(server.isRunning).toBe(false);
  });

  it('tells when the server dies and comes back on the same port', async () => {
    let told: (exit: UnexpectedExit) => void = () => undefined;
    const died = new Promise<UnexpectedExit>((resolve) => (told = resolve));
    const server = postgres({ onUnexpectedExit: (exit) => told(exit) });
    await server.start();
    const port = server.port;
    process.kill(server.pid, 'SIGKILL');
    expect((await died).signal).toBe('SIGKILL');
    await server.start();
    expect(server.port).toBe(port);
    expect(await query(server.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('refuses a taken port in one sentence', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    try {
      await expect(postgres({ port }).start()).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
    } finally {
      blocker.close();
    }
  });

  it('refuses a directory that holds other files, and leaves them alone', async () => {
    await mkdir(directory);
    await writeFile(join(directory, 'thesis.txt'), 'mine');
    await expect(postgres().start()).rejects.toThrow(/thesis\.txt.*choose an empty data directory/);
    expect(await readFile(join(directory, 'thesis.txt'), 'utf8')).toBe('mine');
  });

  it('starts over when an earlier initdb was interrupted', async () => {
    await mkdir(join(directory, 'pgdata.new', 'base'), { recursive: true });
    await writeFile(join(directory, 'password'), 'unfinished\n');
    const server = postgres();
    await server.start();
    expect(await query(server.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('refuses data made by another major version', async () => {
    const server = postgres();
    await server.start();
    await server.stop();
    await writeFile(join(server.files.data, 'PG_VERSION'), '17\n');
    await expect(postgres().start()).rejects.toThrow(/made by PostgreSQL 17 .* dump it with version 17/);
  });

  // Only root may hand a directory to somebody else, and only root runs the server under another user.
  (process.getuid?.() === 0 ? describe : describe.skip)('as root', () => {
    it('refuses data that belongs to another user', async () => {
      const server = postgres();
      await server.start();
      await server.stop();
      await chown(server.files.data, 65534, 65534);
      await expect(postgres().start()).rejects.toThrow(/belongs to another user \(uid 65534/);
    });

    it('names the directory that the user postgres may not enter, and the remedy', async () => {
      await chmod(parent, 0o700);
      const refused = postgres().start();
      await expect(refused).rejects.toBeInstanceOf(EmbeddedDatabaseError);
      await expect(refused).rejects.toThrow(`may not enter ${parent}: run "chmod o+x ${parent}"`);
    });
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The first message of a client, of version 3.0 of the protocol. */
function startupMessage(user: string): Buffer {
  const parameters = Buffer.from(`user\0${user}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + parameters.length, 0);
  head.writeInt32BE(3 << 16, 4);
  return Buffer.concat([head, parameters]);
}
