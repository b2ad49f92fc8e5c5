// Writes legal profiles that seeds choose, for end-to-end runs over shapes that nobody thought of.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@marketplace/catalogue';
import { legalProfile } from '@platform/profile/testing';
import { stringify } from 'yaml';

/** As many processes as a machine of two cores starts within a minute. */
const limits = { services: 4, replicas: 2, databases: 4 };

/** @returns {{ seed: number, file: string }[]} */
export function writeLegalProfiles(directory, firstSeed, count) {
  return Array.from({ length: count }, (_, index) => {
    const seed = firstSeed + index;
    const file = join(directory, `legal-${seed}.yaml`);
    writeFileSync(file, stringify(legalProfile(seed, catalogue, limits)));
    return { seed, file };
  });
}
