import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { keptAsEvents } from '../persistence-of.js';
import { profileDescription } from '../profile.js';
import { knownDifferences } from './known-differences.js';

const shipped = readdirSync(new URL('../../../../profiles', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));
const inOneTransaction = ['monolith', 'replicas'];
const ordersAsEvents = shipped.filter((name) => keptAsEvents(name).includes('order'));
const inSteps = shipped.filter((name) => !inOneTransaction.includes(name));

describe('known differences between profiles are declared for', () => {
  it.each<[profiles: string, names: readonly string[], count: number]>([
    ['those that check out in one transaction', inOneTransaction, 2],
    ['those that check out step by step', inSteps, 3],
    ['all of them', shipped, 1],
    ['those that keep orders as events', ordersAsEvents, 1],
  ])('%s', (_, names, count) => {
    const declared = knownDifferences.map(({ where }) =>
      shipped.filter((name) => where(profileDescription(name))),
    );
    expect(declared.filter((where) => String(where) === String(names))).toHaveLength(count);
  });

  it('each with a name and a reason of its own', () => {
    for (const texts of [knownDifferences.map(({ name }) => name), knownDifferences.map(({ why }) => why)])
      expect(new Set(texts).size).toBe(knownDifferences.length);
  });
});
