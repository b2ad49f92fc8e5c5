// Ends what a test run left behind: `node run-reaper.mjs DIRECTORY`, with a pipe from the run's process as its input. The pipe
// closes however that process ends, SIGKILL included; then every PostgreSQL with its data below the directory is stopped,
// whichever spec had started it, and the directory is removed. A run that ended well has removed it already.
import { once } from 'node:events';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import './typescript.hook.mjs';

const [directory] = process.argv.slice(2);
const exists = () => stat(directory).then(Boolean, () => false);

process.stdin.resume();
await once(process.stdin, 'close');
// Again until it stays away: a spec in a process that outlived the run may just have been starting a server.
while (await exists()) {
  await Promise.allSettled((await clusters()).map(stop));
  await rm(directory, { recursive: true, force: true }).catch(() => undefined);
  await pause(1_000);
}

/** Directories of embedded servers. */
async function clusters() {
  const files = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return files
    .filter(({ name, parentPath }) => name === 'postmaster.pid' && basename(parentPath) === 'pgdata')
    .map(({ parentPath }) => dirname(parentPath));
}

/** Makes sure of what it stops: a pid may be another process's by now. */
async function stop(cluster) {
  const { EmbeddedPostgres } = await import('../../libs/platform/embedded/src/embedded-postgres.ts');
  await EmbeddedPostgres.stopLeftBehind(cluster);
}
