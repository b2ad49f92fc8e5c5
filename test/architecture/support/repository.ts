import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const repository = join(import.meta.dirname, '../../..');

/** Paths relative to the repository, sorted, of the sources that match and are neither built nor installed. */
export function sources(pattern: string): string[] {
  const exclude = (path: string): boolean => /(^|\/)(dist|node_modules)$/.test(path);
  return globSync(pattern, { cwd: repository, exclude }).sort();
}

export function read(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}
