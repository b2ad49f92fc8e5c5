import { z } from 'zod';
import type { DataDirectory } from './data-directory.js';
import { readJson } from './json-file.js';
import { processIdentity } from './process-identity.js';
import { stopOrder } from './supervised-part.js';

/** `up.json`: what an `up` has started so far, from its first child on; removed when all of it has stopped. */
export const upFile = processIdentity.extend({
  profile: z.string(),
  startedAt: z.string(),
  parts: z.array(processIdentity.extend({ kind: z.enum(stopOrder), label: z.string() })),
});
export type UpFile = z.infer<typeof upFile>;

export function readUpFile(directory: DataDirectory): Promise<UpFile | undefined> {
  return readJson(directory.upFile, upFile);
}
