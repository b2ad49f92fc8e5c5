import { EmbeddedPostgres } from '@platform/embedded';
import { readdir, rm } from 'node:fs/promises';
import type { Brokers } from './broker/brokers.js';
import type { DataDirectory } from './data-directory.js';
import { endProcess, isStillRunning } from './process-identity.js';
import { readUpFile, type UpFile } from './up-file.js';

/**
 * Stops what a killed `up` left running and forgets it; the caller holds the data directory's lock. Gateway,
 * services and provider are told by pid and start time, broker and databases by what runs on their own directory.
 * @returns the labels of what was stopped
 */
export async function stopLeftBehind(directory: DataDirectory, brokers: Brokers): Promise<string[]> {
  const stopped: string[] = [];
  const file = await readUpFile(directory);
  for (const kind of ['gateway', 'service', 'event-store', 'provider'] as const)
    stopped.push(...(await endParts(file, kind)));
  if (await brokers.stopLeftBehind(directory)) stopped.push('broker');
  for (const name of await readdir(directory.databases).catch((): string[] => [])) {
    if (await EmbeddedPostgres.stopLeftBehind(directory.databaseDirectory(name)))
      stopped.push(`database ${name}`);
  }
  await rm(directory.runFile, { force: true });
  await rm(directory.upFile, { force: true });
  return stopped;
}

async function endParts(file: UpFile | undefined, kind: UpFile['parts'][number]['kind']): Promise<string[]> {
  const running: UpFile['parts'] = [];
  for (const part of file?.parts ?? [])
    if (part.kind === kind && (await isStillRunning(part))) running.push(part);
  await Promise.all(running.map((part) => endProcess(part, 15_000)));
  return running.map(({ label }) => label);
}
