import type { ResolvedDatabase } from '@platform/profile';

/** Of all PostgreSQL containers of the file. */
const passwordVariable = 'WHEREABOUTS_DATABASE_PASSWORD';

/**
 * `required`: Compose refuses the whole file while the variable is not set, whatever part of it is started. `at-use`: it may be
 * empty, and the PostgreSQL image then refuses to start; for a file of which some parts are started without it.
 */
export type SecretPolicy = 'required' | 'at-use';

export function password(policy: SecretPolicy): string {
  return policy === 'required'
    ? `\${${passwordVariable}:?choose a password for the databases, for instance by openssl rand -hex 24}`
    : `\${${passwordVariable}:-}`;
}

/** Of a database that runs already; its address may hold a password, so it is never written into the file. */
export function addressVariable({ name }: ResolvedDatabase, policy: SecretPolicy): string {
  const variable = `${name.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`;
  return policy === 'required'
    ? `\${${variable}:?set the address of the database ${name}, postgres://user:password@host:port/name}`
    : `\${${variable}:-}`;
}
