import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { commandLineOf } from './process-inspection.js';

/** What a running server writes about itself into `postmaster.pid` (storage/pidfile.h of PostgreSQL). */
export interface PostmasterFile {
  readonly pid: number;
  readonly dataDirectory: string;
  readonly ready: boolean;
}

export const postmasterFilePath = (dataDirectory: string) => join(dataDirectory, 'postmaster.pid');

export async function readPostmasterFile(dataDirectory: string): Promise<PostmasterFile | undefined> {
  let text: string;
  try {
    text = await readFile(postmasterFilePath(dataDirectory), 'utf8');
  } catch {
    return undefined;
  }
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, dataDirectory: lines[1] ?? '', ready: lines[7]?.trim() === 'ready' };
}

/** The server that runs on exactly this data directory: the file alone may be stale and its pid another's by now. */
export async function findPostmaster(dataDirectory: string): Promise<PostmasterFile | undefined> {
  const file = await readPostmasterFile(dataDirectory);
  if (file?.dataDirectory !== dataDirectory) return undefined;
  const command = await commandLineOf(file.pid);
  if (!command || basename(command[0] ?? '') !== 'postgres') return undefined;
  return command[command.indexOf('-D') + 1] === dataDirectory ? file : undefined;
}
