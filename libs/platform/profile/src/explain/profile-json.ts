import type { ResolvedDatabase, ResolvedProfile } from '../placement/resolved-profile.js';
import type { ProfileDescription } from '../promises/describe-profile.js';

/** Host, port and path of a database's url: without user and password. `embedded` where there is none. */
export function addressOf({ url }: ResolvedDatabase): string {
  if (url === null) return 'embedded';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/** A description for programs; it holds no password. */
export function profileJson({ profile, ...derived }: ProfileDescription): object {
  return { profile: withoutUrls(profile), ...derived };
}

function withoutUrls(profile: ResolvedProfile): object {
  const databases = profile.databases.map((database) => ({
    name: database.name,
    address: addressOf(database),
    modules: database.modules,
  }));
  return { ...profile, databases };
}
