import { statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';

const neededBytes = 1024 ** 3;

/** What the tests need and this machine does not give, as one sentence; undefined when all is there. */
export function unmetTestNeed(root) {
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < neededBytes) {
    return `The tests keep databases under ${tmpdir()}, which has less than 1 GB left: free some, or set TMPDIR to another directory.`;
  }
  if (process.getuid?.() !== 0) return undefined;
  // As root, PostgreSQL runs under a user of its own, who must reach its programs and its data.
  for (const start of [root, tmpdir()]) {
    for (let directory = start; ; directory = dirname(directory)) {
      if ((statSync(directory).mode & 0o001) === 0) {
        return `PostgreSQL does not run as root, and the user it runs as instead may not enter ${directory}: run "chmod o+x ${directory}", or run the tests as an ordinary user.`;
      }
      if (directory === dirname(directory)) break;
    }
  }
  return undefined;
}
