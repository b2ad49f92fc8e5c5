import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Budget, planBudget } from '@comparison/measure';
import { catalogue } from '@marketplace/catalogue';
import { loadProfile, moduleOf } from '@platform/profile';
import { parseDocument } from 'yaml';

export const MONOLITH = 'monolith';
export const SPLIT = ['microservices-choreography', 'microservices-orchestration'] as const;
export const CONTESTANTS = [MONOLITH, ...SPLIT] as const;
export type Contestant = (typeof CONTESTANTS)[number];

const profiles = fileURLToPath(new URL('../../../profiles', import.meta.url));

/** The same connections in all for each of them: otherwise what is compared is pools. */
export function budgetOf(names: readonly string[], cores: number): Budget {
  return planBudget(
    names.map((name) => {
      const profile = loadProfile(name, { catalogue, env: {}, directory: profiles });
      const services = profile.services.map((service) => ({
        ...service,
        modules: service.modules.map((module) => {
          const { database, persistence } = moduleOf(profile, module);
          return { name: module, database, keptAs: persistence };
        }),
      }));
      return { name, services, hasEventStore: profile.eventStore !== null };
    }),
    cores,
  );
}

/** Writes a shipped profile down with pools of that size. @returns the file */
export async function withPool(name: string, poolMax: number, directory: string): Promise<string> {
  const profile = parseDocument(await readFile(join(profiles, `${name}.yaml`), 'utf8'));
  profile.setIn(['pool', 'max'], poolMax);
  const file = join(directory, `${name}.yaml`);
  await writeFile(file, profile.toString());
  return file;
}
