import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import { listProfiles } from '@platform/profile';
import { join } from 'node:path';
import { profileOf } from '../descriptions.fixture.js';
import { chooseFaults } from './choose-faults.js';
import { faultsOf } from './faults-of.js';

const faults = (name: string) => faultsOf(profileOf(name), catalogue);
const ids = (name: string, spec: string) => chooseFaults(spec, faults(name)).map(({ id }) => id);
const directory = join(import.meta.dirname, '../../../../../profiles');

describe('the faults of a profile', () => {
  it('are those of its parts', () => {
    expect(faults('monolith').map(({ id }) => id)).toEqual([
      ...['kill-service:marketplace', 'pause-service:marketplace'],
      ...['kill-database:marketplace', 'pause-database:marketplace', 'cut-database:marketplace'],
      ...['slow-database:marketplace', 'disk-full:marketplace'],
      ...['kill-provider', 'pause-provider', 'provider-hang', 'provider-decline'],
      ...['provider-lose-reply', 'provider-slow'],
    ]);
    expect(ids('replicas', 'all')).toEqual(
      expect.arrayContaining(['kill-gateway', 'pause-gateway', 'kill-replica:marketplace']),
    );
    expect(ids('event-sourced', 'all')).toEqual(
      expect.arrayContaining(['kill-event-store', 'kill-database:archive', 'duplicate-deliveries']),
    );
  });

  it('are named once each, and say which part they befall', () => {
    for (const { name } of listProfiles({ catalogue, env: {}, directory })) {
      const all = faults(name);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      for (const { title, part } of all) {
        expect(part).not.toBe('');
        if (!title.startsWith('every message')) expect(title).toContain(part);
      }
    }
  });

  it.each([
    ['monolith', ['kill-service:marketplace', 'kill-database:marketplace', 'provider-hang']],
    [
      'microservices-choreography',
      [
        ...['kill-service:stock', 'kill-database:order', 'kill-broker', 'duplicate-deliveries'],
        'provider-hang',
      ],
    ],
  ])('of %s that tell the most are a handful', (name, basic) => {
    expect(ids(name, 'basic')).toEqual(basic);
  });
});

describe('faults are chosen', () => {
  const of = 'microservices-choreography';

  it.each<[spec: string, chosen: readonly string[]]>([
    ['none', []],
    ['kill-service:stock', ['kill-service:stock']],
    ['duplicate-deliveries, kill-broker', ['kill-broker', 'duplicate-deliveries']],
    ['kill-broker,kill-broker,kill-brok*', ['kill-broker']],
    ['decline', ['provider-decline']],
    [
      '*-database:order',
      [...['kill-database:order', 'pause-database:order', 'cut-database:order', 'slow-database:order']],
    ],
    ['disk-full:order', ['disk-full:order']],
  ])('by %s', (spec, chosen) => {
    expect(ids(of, spec)).toEqual(chosen);
  });

  it('by their kind and by what their id begins with', () => {
    expect(ids(of, 'kill-service')).toEqual(ids(of, 'kill-service:*'));
    expect(ids(of, 'kill-service')).toHaveLength(8);
    expect(ids(of, 'kill')).toEqual(ids(of, 'kill-*'));
    expect(ids(of, 'all')).toHaveLength(faults(of).length);
  });

  it('in a sentence that says what is unknown and what there is', () => {
    expect(() => ids('monolith', 'kill-service:stok')).toThrow(
      /^There is no fault kill-service:stok: give none, basic, all or some of kill-service:marketplace, /,
    );
    expect(() => ids('monolith', '.*')).toThrow(/^There is no fault \.\*/);
    expect(() => ids('monolith', ' ,')).toThrow(/^No fault is named/);
  });
});
