import { readProfileFile } from '@platform/profile';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComparedProfile } from '../facts/compared-profile.js';

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
  return {
    file: target,
    notes: elsewhere.map(
      (name) => `The database ${name} has an address of its own; an embedded one was used in its place.`,
    ),
  };
}
