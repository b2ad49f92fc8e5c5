import { describe, expect, test } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import { listProfiles, type ResolvedProfile } from '@platform/profile';
import { join } from 'node:path';
import { expectUpToDate } from './support/generated-document.js';
import { repository } from './support/repository.js';
import { whereDataLives } from './support/where-data-lives.js';

const PLACES = 'docs/where-data-lives.md';

/** From the simplest to the most spread; what is new comes last. */
const order = [
  'monolith',
  'replicas',
  'modulith',
  'shared-split',
  'microservices-choreography',
  'microservices-orchestration',
  'hybrid',
];

describe('the document of places', () => {
  const listed = listProfiles({ catalogue, env: {}, directory: join(repository, 'profiles') });
  const profiles = listed.flatMap((entry): ResolvedProfile[] => ('profile' in entry ? [entry.profile] : []));
  const position = ({ name }: ResolvedProfile) => (order.includes(name) ? order.indexOf(name) : order.length);

  test('knows every profile that ships', () => {
    expect(listed.filter((entry) => 'error' in entry)).toEqual([]);
    expect(profiles.map(({ name }) => name)).toEqual(expect.arrayContaining(order));
  });

  test(`${PLACES} shows where each keeps its data (npm run docs draws it anew)`, () => {
    const sorted = [...profiles].sort((a, b) => position(a) - position(b));
    expectUpToDate(PLACES, whereDataLives(sorted, catalogue));
  });
});
