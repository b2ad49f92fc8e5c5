import { describe, expect, test } from '@jest/globals';
import { expectUpToDate } from './support/generated-document.js';
import { placementTable } from './support/placement-table.js';
import { read } from './support/repository.js';

const PLACEMENT = /(<!-- placement[^\n]*-->\n).*?(<!-- \/placement -->)/s;

describe('the README', () => {
  test('shows where the default profile keeps the data (npm run docs draws it anew)', () => {
    const readme = read('README.md');
    expect(readme).toMatch(PLACEMENT);
    const table = placementTable(read('profiles/monolith.yaml'));
    expectUpToDate('README.md', readme.replace(PLACEMENT, `$1\n${table}\n\n$2`));
  });

  test("finds a module's database in its own entry, else its service's, else the profile's default", () => {
    const profile = `
      services: { a: { modules: [cart, stock], database: shared }, b: { modules: [order] } }
      database: rest
      modules: { stock: { database: own } }
      eventSourced: [order]`;
    expect(placementTable(profile).split('\n').slice(2)).toEqual([
      '| cart   | a       | shared.cart     | state       |',
      '| stock  | a       | own.stock       | state       |',
      '| order  | b       | rest.order      | events      |',
    ]);
  });
});
