import type { ProfileFile } from '../file/profile.schema.js';
import type { Problems } from '../problems.js';
import type { ResolvedModule } from './resolved-profile.js';

/** The url of a database that runs already, or null for an embedded one. */
export function urlOf(file: ProfileFile, database: string): string | null {
  return file.databases[database]?.url?.trim() || null;
}

/** Refuses databases that nothing uses, that are no PostgreSQL address, and one database under two names. */
export function checkDatabases(
  file: ProfileFile,
  modules: readonly ResolvedModule[],
  problems: Problems,
): void {
  const seen = new Map<string, string>();
  for (const name of Object.keys(file.databases)) {
    if (!modules.some((module) => module.database === name) && file.eventStore?.database !== name) {
      problems.add(
        ['databases', name],
        'no module keeps its data in this database',
        'remove it, or place a module in it',
      );
    }
    const url = urlOf(file, name);
    if (url === null) continue;
    const address = addressOf(url);
    if (address === undefined) {
      // The value is not repeated: it may hold a password.
      problems.add(
        ['databases', name, 'url'],
        'this is not the address of a PostgreSQL database',
        'write postgres://user@host:port/name',
      );
      continue;
    }
    const twin = seen.get(address);
    if (twin !== undefined) {
      problems.add(
        ['databases', name, 'url'],
        `this is the same database as ${twin}`,
        `keep one of the two, and name it where ${name} is named`,
      );
    }
    seen.set(address, name);
  }
}

function addressOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port, pathname } = new URL(url);
  if (!['postgres:', 'postgresql:'].includes(protocol) || hostname === '' || pathname.length < 2)
    return undefined;
  return `${hostname.toLowerCase()}:${port || '5432'}${pathname}`;
}
