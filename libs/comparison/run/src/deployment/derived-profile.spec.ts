import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadProfile } from '@platform/profile';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparedProfiles } from '../facts/compared-profile.js';
import { shippedProfiles } from '../testing/shipped-profiles.js';
import { deriveProfile } from './derived-profile.js';

describe('a profile as it is run', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-derived-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('is the same but for its connections, for every profile that ships', async () => {
    for (const profile of comparedProfiles(['all'], shippedProfiles)) {
      const { file, notes } = await deriveProfile(profile, 3, directory, {});
      const derived = loadProfile(file, shippedProfiles);
      expect(derived).toEqual({ ...profile.resolved, file: derived.file, pool: { max: 3 } });
      expect(notes).toEqual([]);
    }
  });

  it('touches no database of anybody else', async () => {
    const env = { MARKETPLACE_DATABASE_URL: 'postgres://shop:secret@127.0.0.1:1/shop' };
    const [profile] = comparedProfiles(['monolith'], { ...shippedProfiles, env });
    if (!profile) throw new Error('There is no monolith.');
    const { file, notes } = await deriveProfile(profile, 10, directory, env);
    expect(loadProfile(file, shippedProfiles).databases).toMatchObject([{ name: 'marketplace', url: null }]);
    expect(notes).toEqual([expect.stringContaining('marketplace has an address of its own')]);
  });
});
