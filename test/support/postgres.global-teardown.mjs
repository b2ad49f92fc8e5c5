import { rm } from 'node:fs/promises';

export default async function endRun() {
  const { server, directory, reaper } = globalThis.testRun;
  await server?.stop(); // one given by TEST_POSTGRES_URL is not ours to stop
  await rm(directory, { recursive: true, force: true });
  reaper.stdin.end();
}
