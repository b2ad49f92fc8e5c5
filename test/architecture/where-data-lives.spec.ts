import { describe, test } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import { expectUpToDate } from './support/generated-document.js';
import { shippedProfiles } from './support/shipped-profiles.js';
import { whereDataLives } from './support/where-data-lives.js';

const PLACES = 'docs/where-data-lives.md';

describe('the document of places', () => {
  test(`${PLACES} shows where each profile that ships keeps its data (npm run docs draws it anew)`, () => {
    expectUpToDate(PLACES, whereDataLives(shippedProfiles(), catalogue));
  });
});
