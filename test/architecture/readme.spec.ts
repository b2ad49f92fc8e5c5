import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import { loadProfile, readProfileFile, type ResolvedProfile, resolveProfile } from '@platform/profile';
import { expectUpToDate } from './support/generated-document.js';
import { placementTable } from './support/placement-table.js';
import { profilesTable } from './support/profiles-table.js';
import { read, repository } from './support/repository.js';
import { shippedProfiles } from './support/shipped-profiles.js';

const PROFILES = /(<!-- profiles[^\n]*-->\n).*?(<!-- \/profiles -->)/s;
const PLACEMENT = /(<!-- placement[^\n]*-->\n).*?(<!-- \/placement -->)/s;

describe('the README', () => {
  const readme = read('README.md');

  test('shows where the default profile keeps the data (npm run docs draws it anew)', () => {
    expect(readme).toMatch(PLACEMENT);
    const monolith = loadProfile('monolith', { catalogue, env: {}, directory: join(repository, 'profiles') });
    expectUpToDate('README.md', readme.replace(PLACEMENT, `$1\n${placementTable(monolith)}\n\n$2`));
  });

  test('lists the profiles that ship (npm run docs lists them anew)', () => {
    expect(readme).toMatch(PROFILES);
    expectUpToDate(
      'README.md',
      read('README.md').replace(PROFILES, `$1\n${profilesTable(shippedProfiles())}\n\n$2`),
    );
  });

  test('moves the stock with its example, which is refused as one transaction', () => {
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(readme) ?? [];
    const elsewhere = resolved(example).modules.filter(({ database }) => database !== 'marketplace');
    expect(elsewhere).toMatchObject([{ name: 'stock', database: 'warehouse', schema: 'stock' }]);
    expect(() => resolved(example.replace('checkout: orchestration', 'checkout: transaction'))).toThrow(
      /one transaction cannot span several databases.*choose choreography or orchestration/,
    );
  });
});

function resolved(text: string): ResolvedProfile {
  const { content, source } = readProfileFile(text, { name: 'example', file: 'README.md', env: {} });
  return resolveProfile(content, source, catalogue);
}
