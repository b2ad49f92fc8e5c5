import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataDirectory } from '../../deployment/data-directory.js';
import { DeploymentError } from '../../deployment/deployment-error.js';
import type { Output } from '../../deployment/progress.js';

const intervalMs = 200;

export interface LogFile {
  readonly name: string;
  readonly path: string;
}

/** Logs of gateway, services and provider, of an embedded broker, and of each embedded database. */
export async function logFiles(directory: DataDirectory): Promise<LogFile[]> {
  const names = async (path: string) => (await readdir(path).catch((): string[] => [])).sort();
  const logsIn = async (path: string) => (await names(path)).filter((name) => name.endsWith('.log'));
  const own = (await logsIn(directory.logs)).map((name) => ({
    name: basename(name, '.log'),
    path: join(directory.logs, name),
  }));
  const broker = (await logsIn(directory.broker)).map((name) => ({
    name: 'broker',
    path: join(directory.broker, name),
  }));
  const databases = (await names(directory.databases)).map((name) => ({
    name: `database-${name}`,
    path: join(directory.databaseDirectory(name), 'postgres.log'),
  }));
  return [...own, ...broker, ...databases];
}

/** Names the files, or follows them (all, or those named) until the signal. */
export async function runLogs(
  directory: DataDirectory,
  wanted: readonly string[],
  output: Output,
  follow?: AbortSignal,
): Promise<void> {
  const files = chosen(await logFiles(directory), wanted, directory);
  if (!follow) {
    for (const { path } of files) output.write(`${path}\n`);
    return;
  }
  const offsets = new Map(
    await Promise.all(files.map(async ({ path }) => [path, await sizeOf(path)] as const)),
  );
  while (!follow.aborted) {
    for (const { name, path } of files) {
      const { text, offset } = await readOn(path, offsets.get(path) ?? 0);
      offsets.set(path, offset);
      for (const line of text.split('\n').slice(0, -1))
        output.write(files.length > 1 ? `${name} | ${line}\n` : `${line}\n`);
    }
    await pause(intervalMs, undefined, { signal: follow }).catch(() => undefined);
  }
}

function chosen(files: LogFile[], wanted: readonly string[], directory: DataDirectory): LogFile[] {
  if (files.length === 0) {
    throw new DeploymentError(
      `There are no logs in ${directory.logs}: start something with "whereabouts up" first.`,
    );
  }
  const unknown = wanted.find((name) => !files.some((file) => file.name === name));
  if (unknown !== undefined) {
    throw new DeploymentError(
      `There is no log "${unknown}": choose from ${files.map(({ name }) => name).join(', ')}.`,
    );
  }
  return wanted.length === 0 ? files : files.filter(({ name }) => wanted.includes(name));
}

/** What was appended since, up to the last whole line; a file that shrank is read from its start. */
async function readOn(path: string, from: number): Promise<{ text: string; offset: number }> {
  const size = await sizeOf(path);
  const offset = size < from ? 0 : from;
  if (size === offset) return { text: '', offset };
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(size - offset, 1024 * 1024));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    const end = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
    return { text: buffer.toString('utf8', 0, end), offset: offset + end };
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
