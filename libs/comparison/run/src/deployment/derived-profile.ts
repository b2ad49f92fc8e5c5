import { readProfileFile } from '@platform/profile';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComparedProfile } from '../facts/compared-profile.js';

/** Of a file that says nothing of connections. */
const USUAL_POOL_MAX = 10;

/** The profile as it is run here, and where it differs from its file, a sentence each. */
export interface DerivedProfile {
  readonly file: string;
  readonly notes: readonly string[];
}

/**
 * Writes a profile with its share of connections, and with databases that are embedded wherever its own are: what is compared
 * stands on the same ground, and no data of anybody's is touched. A JSON document is a YAML document.
 */
export async function deriveProfile(
  { resolved, file }: ComparedProfile,
  poolMax: number,
  directory: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<DerivedProfile> {
  const text = await readFile(file, 'utf8');
  const { content } = readProfileFile(text, { name: resolved.name, file, env });
  const elsewhere = resolved.databases.filter(({ url }) => url !== null).map(({ name }) => name);
  const derived = {
    ...content,
    databases: Object.fromEntries(Object.keys(content.databases).map((name) => [name, {}])),
    pool: { ...content.pool, max: poolMax },
  };
  const target = join(directory, `${resolved.name}.yaml`);
  await writeFile(target, `${JSON.stringify(derived, null, 2)}\n`);
  const { max } = resolved.pool;
  return {
    file: target,
    notes: [
      ...elsewhere.map(
        (name) => `The database ${name} has an address of its own; an embedded one was used in its place.`,
      ),
      ...(max === USUAL_POOL_MAX || max === poolMax
        ? []
        : [
            `pool.max of ${max} was not used: everybody has as many connections in all, which makes ${poolMax} here.`,
          ]),
    ],
  };
}
