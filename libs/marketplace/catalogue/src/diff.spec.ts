import { describe, expect, it } from '@jest/globals';
import { diffProfiles, diffText, type Difference, listProfiles, loadProfile } from '@platform/profile';
import { join } from 'node:path';
import { catalogue } from './catalogue.js';

const options = { catalogue, env: {}, directory: join(import.meta.dirname, '../../../../profiles') };
const names = listProfiles(options).map(({ name }) => name);
const diff = (from: string, to: string) =>
  diffProfiles(loadProfile(from, options), loadProfile(to, options), catalogue);
const verdicts = (from: string, to: string, id: string) => [
  ...new Set(
    diff(from, to)
      .differences.filter((difference) => difference.id === id)
      .map(({ verdict }) => verdict),
  ),
];

describe('the difference of two profiles', () => {
  const pairs = names.flatMap((from) => names.map((to) => [from, to] as const));

  it.each(names)('%s and itself: nothing but what is kept', (name) => {
    const { differences, kept } = diff(name, name);
    expect(differences).toEqual([]);
    expect(kept).toContain('A read by id sees your own write');
  });

  it.each(pairs.filter(([from, to]) => from < to))(
    'from %s to %s: what one way loses, the other wins',
    (from, to) => {
      const opposite = { lost: 'won', won: 'lost', changed: 'changed' } as const;
      const facts = (differences: readonly Difference[]) =>
        differences
          .map(({ id, verdict, what, from, to }) => JSON.stringify([id, verdict, what, from, to]))
          .sort();
      const turned = diff(to, from).differences.map((difference) => ({
        ...difference,
        verdict: opposite[difference.verdict],
        ...{ from: difference.to, to: difference.from },
      }));
      expect(facts(turned)).toEqual(facts(diff(from, to).differences));
    },
  );

  it.each(pairs)('from %s to %s is readable at 110 columns', (from, to) => {
    const text = diffText(diff(from, to));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  });
});

describe('what a profile loses and wins', () => {
  it.each<[from: string, to: string, id: string, verdict: Difference['verdict']]>([
    ['monolith', 'microservices-choreography', 'atomic-checkout', 'lost'],
    ['monolith', 'microservices-choreography', 'hops', 'lost'],
    ['monolith', 'microservices-choreography', 'commits', 'lost'],
    ['monolith', 'microservices-choreography', 'outage-of-database', 'won'],
    ['monolith', 'microservices-choreography', 'outage-of-service', 'won'],
    ['monolith', 'microservices-choreography', 'outage-of-broker', 'lost'],
    ['monolith', 'microservices-choreography', 'outage-of-gateway', 'lost'],
    ['monolith', 'microservices-choreography', 'stale-reads', 'lost'],
    ['monolith', 'microservices-choreography', 'half-done', 'lost'],
    ['monolith', 'microservices-choreography', 'place', 'changed'],
    ['monolith', 'replicas', 'outage-of-service', 'won'],
    ['modulith', 'monolith', 'atomic-checkout', 'won'],
    ['microservices-choreography', 'shared-split', 'outage-of-database', 'lost'],
    ['microservices-choreography', 'shared-split', 'one-consistent-backup', 'won'],
    ['microservices-choreography', 'microservices-orchestration', 'outage-of-service', 'lost'],
    ['microservices-choreography', 'microservices-orchestration', 'hops', 'lost'],
  ])('from %s to %s: %s is %s', (from, to, id, verdict) => {
    expect(verdicts(from, to, id)).toEqual([verdict]);
  });

  it('is said of modules together where it is the same', () => {
    const { differences } = diff('monolith', 'microservices-choreography');
    expect(differences).toContainEqual({
      id: 'outage-of-database',
      verdict: 'won',
      what: 'without the database of product, customer or seller',
      from: 'all modules go down; checkouts are refused; those under way wait at every step',
      to: 'it alone goes down; checkouts go on',
    });
    expect(differences).toContainEqual({
      id: 'place',
      verdict: 'changed',
      what: 'where cart, product, stock, order, payment, shipment, customer and seller live',
      from: 'service marketplace, database marketplace',
      to: 'a service and a database of its own',
    });
  });
});
