import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import type { ProfileFile } from '../file/profile.schema.js';
import { readProfileFile } from '../file/read-profile-file.js';
import { resolveProfile } from '../placement/resolve-profile.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import { legalProfile } from './legal-profile.js';
import { refusals, travel } from './travel.fixture.js';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const many = { numRuns: 200 };

/** From the text of a file, as a person's profile would be. */
function resolved(file: ProfileFile): ResolvedProfile {
  const { content, source } = readProfileFile(stringify(file), {
    name: 'drawn',
    file: 'drawn.yaml',
    env: {},
  });
  return resolveProfile(content, source, travel);
}

describe('a drawn profile', () => {
  it('is accepted, and places every module', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(resolved(legalProfile(seed, travel)).modules).toHaveLength(travel.modules.length);
      }),
      many,
    );
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => expect(legalProfile(seed, travel)).toEqual(legalProfile(seed, travel))),
    );
  });

  it('stays within its limits', () => {
    const limits = { services: 2, replicas: 1, databases: 3 };
    fc.assert(
      fc.property(seeds, (seed) => {
        const { services, databases } = resolved(legalProfile(seed, travel, limits));
        expect(services.length).toBeLessThanOrEqual(2);
        expect(databases.length).toBeLessThanOrEqual(3);
        expect(services.every(({ replicas }) => replicas === 1)).toBe(true);
      }),
      many,
    );
  });

  it('covers every axis within a few hundred seeds', () => {
    const drawn = Array.from({ length: 300 }, (_, seed) => legalProfile(seed, travel));
    const profiles = drawn.map(resolved);
    const values = (of: (profile: ResolvedProfile) => string | number) =>
      [...new Set(profiles.map(of))].sort();
    expect(values(({ coordination }) => coordination)).toEqual([
      'choreography',
      'orchestration',
      'transaction',
    ]);
    expect(values(({ transport }) => transport)).toEqual(['in-process', 'kafka']);
    expect(values(({ services }) => services.length)).toEqual([1, 2, 3, 4]);
    expect(values(({ databases }) => databases.length)).toEqual([1, 2, 3, 4]);
    expect(values(({ services }) => Math.max(...services.map(({ replicas }) => replicas)))).toEqual([1, 2]);
    const asEvents = (profile: ResolvedProfile) =>
      profile.modules.filter(({ persistence }) => persistence === 'events').length;
    const sourceable = travel.modules.filter(({ eventSourceable }) => eventSourceable).length;
    expect(values(asEvents)).toEqual(Array.from({ length: sourceable + 1 }, (_, index) => index));
    const apart = drawn.filter(({ modules }) => modules !== undefined);
    const byDefault = drawn.filter(({ database }) => database !== undefined);
    const byService = drawn.filter(({ services }) =>
      Object.values(services).some(({ database }) => database),
    );
    expect([apart, byDefault, byService].map(({ length }) => length > 30)).toEqual([true, true, true]);
    expect(profiles.some(({ services }) => services.some(({ databases }) => databases.length > 1))).toBe(
      true,
    );
    expect(
      profiles.some(({ services, coordination }) => services.length > 1 && coordination === 'transaction'),
    ).toBe(true);
  });
});

describe('a drawn profile with one mistake is refused in one sentence', () => {
  /** `undefined` where the mistake cannot be made. */
  type Mistake = (file: ProfileFile) => object | undefined;
  const services = (file: ProfileFile) => Object.entries(file.services);
  const withService = (file: ProfileFile, index: number, change: object): object => {
    const [name, service] = services(file)[index] ?? [];
    return name === undefined
      ? file
      : { ...file, services: { ...file.services, [name]: { ...service, ...change } } };
  };
  const first = (file: ProfileFile) => services(file)[0]?.[1] ?? { modules: [] };
  const spread = (file: ProfileFile) => {
    const { modules } = resolved(file);
    const takesPart = modules.filter(({ name }) => name !== 'review');
    return new Set(takesPart.map(({ service, database }) => `${service} ${database}`)).size > 1;
  };
  const mistakes: readonly [what: string, mistake: Mistake, sentence: RegExp][] = [
    [
      'an unknown module',
      (file) => withService(file, 0, { modules: [...first(file).modules, 'flihgt'] }),
      /no module flihgt; write flight/,
    ],
    [
      'a module left out',
      (file) => withService(file, 0, { modules: first(file).modules.slice(1) }),
      /no service hosts|the list is empty/,
    ],
    [
      'a module listed twice',
      (file) => withService(file, 0, { modules: [...first(file).modules, first(file).modules[0]] }),
      /listed twice/,
    ],
    [
      'a module in two services',
      (file) =>
        services(file).length > 1
          ? withService(file, 0, { modules: [...first(file).modules, services(file)[1]?.[1].modules[0]] })
          : undefined,
      /is hosted by s1 and s2/,
    ],
    ['an unknown database', (file) => withService(file, 0, { database: 'd9' }), /no database d9/],
    [
      'a database that nothing uses',
      (file) => ({ ...file, databases: { ...file.databases, spare: {} } }),
      /no module keeps its data/,
    ],
    [
      'a database that is gone',
      (file) => {
        const rest = Object.fromEntries(Object.entries(file.databases).filter(([name]) => name !== 'd1'));
        const places = [
          file.database,
          ...Object.values(file.services).map(({ database }) => database),
          ...Object.values(file.modules ?? {}).map(({ database }) => database),
        ];
        return places.filter((place) => place === 'd1').length === 1
          ? { ...file, databases: rest }
          : undefined;
      },
      /no database d1/,
    ],
    [
      'in-process between services',
      (file) => (services(file).length > 1 ? { ...file, transport: 'in-process' } : undefined),
      /cannot reach from one service to another/,
    ],
    [
      'a transaction over several places',
      (file) => (spread(file) ? { ...file, checkout: 'transaction' } : undefined),
      /one transaction cannot span/,
    ],
    ['no replicas', (file) => withService(file, 0, { replicas: 0 }), /too small/],
    ['an unknown key', (file) => ({ ...file, trnsport: 'kafka' }), /no such key; write transport/],
    ['an unknown transport', (file) => ({ ...file, transport: 'kafak' }), /none of its values/],
  ];

  it.each(mistakes)('%s', (_, mistake, sentence) => {
    let made = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const wrong = mistake(legalProfile(seed, travel));
        if (wrong === undefined) return;
        made += 1;
        expect(refusals(stringify(wrong))).toEqual([expect.stringMatching(sentence)]);
      }),
      { numRuns: 80 },
    );
    expect(made).toBeGreaterThan(10);
  });
});
