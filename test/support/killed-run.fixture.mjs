// Run as a process of its own by a spec: sets up as Jest does before its tests, starts a server as a test does, says where
// both are and waits to be killed.
import './typescript.hook.mjs';
import { chmod, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import setUp from './postgres.global-setup.mjs';

const { EmbeddedPostgres } = await import('../../libs/platform/embedded/src/embedded-postgres.ts');

await setUp();
const directory = await mkdtemp(join(tmpdir(), 'whereabouts-spec-'));
await chmod(directory, 0o755);
await new EmbeddedPostgres({ directory }).start();

const pids = [tmpdir(), directory].map(async (of) =>
  Number((await readFile(join(of, 'pgdata', 'postmaster.pid'), 'utf8')).split('\n')[0]),
);
console.log(JSON.stringify({ directory: tmpdir(), servers: await Promise.all(pids) }));
setInterval(() => undefined, 60_000);
