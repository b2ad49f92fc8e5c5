import type { DataDirectory } from './data-directory.js';
import { isStillRunning, type ProcessIdentity } from './process-identity.js';
import { readUpFile, type UpFile } from './up-file.js';

/** What the data directory says is running, compared with what is. */
export interface RunningState {
  readonly file: UpFile;
  /** The `up` process itself, when it lives. */
  readonly up: ProcessIdentity | undefined;
  readonly parts: readonly (UpFile['parts'][number] & { readonly running: boolean })[];
}

/** Undefined when nothing was started, or all of it was stopped. */
export async function runningState(directory: DataDirectory): Promise<RunningState | undefined> {
  const file = await readUpFile(directory);
  if (!file) return undefined;
  const parts = await Promise.all(
    file.parts.map(async (part) => ({ ...part, running: await isStillRunning(part) })),
  );
  return {
    file,
    up: (await isStillRunning(file)) ? { pid: file.pid, startTime: file.startTime } : undefined,
    parts,
  };
}
