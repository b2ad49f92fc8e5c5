import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import { loadProfile } from '@platform/profile';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyProfile } from './profile-copy.js';

const directory = join(import.meta.dirname, '../../../../../profiles');
const url = 'postgres://someone:secret@127.0.0.1:1/elsewhere';

describe('a copy of a profile', () => {
  let copies: string;
  beforeAll(async () => {
    copies = await mkdtemp(join(tmpdir(), 'whereabouts-copy-'));
  });
  afterAll(() => rm(copies, { recursive: true, force: true }));

  it.each([
    ['monolith', 'marketplace'],
    ['hybrid', 'stock'],
  ])('of %s is the same but for where %s lives', async (name, database) => {
    const copy = await copyProfile(join(directory, `${name}.yaml`), copies, { database, url });
    const load = (file: string) => loadProfile(file, { catalogue, env: {}, directory });
    const expected = load(name);
    expect(load(copy)).toEqual({
      ...expected,
      file: load(copy).file,
      databases: expected.databases.map((each) => (each.name === database ? { ...each, url } : each)),
    });
  });
});
