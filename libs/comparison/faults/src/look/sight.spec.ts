import { describe, expect, it } from '@jest/globals';
import { descriptionOf } from '../descriptions.fixture.js';
import { predicted, type Sight } from './sight.js';

function sight(profile: string, kind: string, name?: string): Sight {
  const description = descriptionOf(profile);
  const outage = description.outages.find(
    ({ part }) => part.kind === kind && part.name === (name ?? part.name),
  );
  if (!outage) throw new Error(`${profile} has no ${kind}.`);
  return predicted(outage, description);
}

describe('what is looked for while a part is away', () => {
  it.each<[profile: string, kind: string, name: string | undefined, sight: Partial<Sight>]>([
    [
      'monolith',
      'service',
      'marketplace',
      { paths: 'all: no-connection', checkout: 'is refused', stands: '-' },
    ],
    ['monolith', 'provider', undefined, { checkout: 'is taken', stands: 'reserve', underWay: 'reserve' }],
    ['modulith', 'provider', undefined, { checkout: 'is taken', stands: 'charge', underWay: 'charge' }],
    ['modulith', 'service', 'marketplace', { underWay: 'charge' }],
    [
      'modulith',
      'database',
      'order',
      { checkout: 'is recorded, 503', stands: 'reserve', underWay: 'confirm' },
    ],
    ['replicas', 'gateway', undefined, { checkout: 'is refused', underWay: 'decided' }],
    ['replicas', 'replica', undefined, { paths: '-', checkout: 'goes on', stands: 'decided' }],
    ['shared-split', 'service', 'order', { stands: 'place', underWay: 'completion' }],
    ['shared-split', 'database', 'shared', { paths: 'all: 503', checkout: 'is refused', underWay: '-' }],
    ['hybrid', 'service', 'stock', { paths: 'stock: 503', checkout: 'is taken', stands: 'reserve' }],
  ])('in %s without the %s %s: %j', (profile, kind, name, expected) => {
    expect(sight(profile, kind, name)).toMatchObject(expected);
  });
});
