import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sourceRoots = ['apps', 'libs', 'bench'];
const compilerInput = /(\.(ts|mts|cts)|^package\.json|^tsconfig.*\.json)$/;

/** What `npm ci` installs is a function of the lock file. */
export function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/**
 * True when node_modules already holds what the lock file asks for, as after an `npm install` by hand: npm notes what
 * it installed in a lock file of its own. Packages for other platforms are optional and may be missing.
 */
export function installedMatchesLock(root) {
  const noted = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = JSON.parse(readFileSync(noted, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.optional)
    .every(([path, entry]) => {
      const found = installed[path];
      return (
        found &&
        found.version === entry.version &&
        found.integrity === entry.integrity &&
        found.resolved === entry.resolved
      );
    });
}

/** A hash over path, size and time of change of everything the compiler reads. */
export function sourcesFingerprint(root) {
  const hash = createHash('sha256').update(lockHash(root));
  const add = (path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  const walk = (directory) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && entry.name !== 'dist' && !entry.name.startsWith('.'))
          walk(join(directory, entry.name));
      } else if (compilerInput.test(entry.name)) add(join(directory, entry.name));
    }
  };
  for (const name of ['tsconfig.json', 'tsconfig.base.json']) add(join(root, name));
  for (const name of sourceRoots) if (existsSync(join(root, name))) walk(join(root, name));
  return hash.digest('hex');
}

/** Projects of the solution whose output was removed since the last build. */
export function projectsWithoutOutput(root) {
  const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return references
    .map(({ path }) => path)
    .filter((path) => !existsSync(join(root, path, 'dist', '.tsbuildinfo')));
}
