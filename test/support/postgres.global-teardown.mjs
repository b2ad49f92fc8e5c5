import { rm } from 'node:fs/promises';

export default async function stopPostgres() {
  if (!globalThis.testPostgres) return; // a server given by TEST_POSTGRES_URL is not ours to stop
  const { server, directory } = globalThis.testPostgres;
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}
