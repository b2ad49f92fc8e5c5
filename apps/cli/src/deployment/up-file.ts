import { z } from 'zod';
import type { DataDirectory } from './data-directory.js';
import { readJson } from './json-file.js';
import { endProcess, isStillRunning, processIdentity } from './process-identity.js';

/** `up.json`: what an `up` has started so far, from its first child on; removed when all of it has stopped. */
export const upFile = processIdentity.extend({
  profile: z.string(),
  startedAt: z.string(),
  parts: z.array(
    processIdentity.extend({ kind: z.enum(['database', 'provider', 'service']), label: z.string() }),
  ),
});
export type UpFile = z.infer<typeof upFile>;

export function readUpFile(directory: DataDirectory): Promise<UpFile | undefined> {
  return readJson(directory.upFile, upFile);
}

/** Ends the services and the provider that a killed `up` left behind; databases are told by their own directory. */
export async function endLeftBehind(left: UpFile): Promise<string[]> {
  const ended: string[] = [];
  for (const kind of ['service', 'provider'] as const) {
    await Promise.all(
      left.parts
        .filter((part) => part.kind === kind)
        .map(async (part) => {
          if (!(await isStillRunning(part))) return;
          await endProcess(part, 15_000);
          ended.push(part.label);
        }),
    );
  }
  return ended;
}
