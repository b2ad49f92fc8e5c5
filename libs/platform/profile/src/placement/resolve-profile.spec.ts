import { describe, expect, it } from '@jest/globals';
import { apart, refusals, resolve, together } from '../testing/travel.fixture.js';
import { moduleOf } from './resolved-profile.js';

describe("a module's database", () => {
  const databaseOf = (yaml: string, module: string) => moduleOf(resolve(yaml), module).database;
  const three = (service: string, entry: string) => `
services:
  travel: { modules: [booking, flight] }
  other: { modules: [hotel, review]${service} }
databases: { main: {}${service && ', ours: {}'}${entry && ', mine: {}'} }
database: main
transport: kafka
checkout: choreography
${entry}`;

  it("is the profile's default when nothing else is said", () => {
    expect(databaseOf(three('', ''), 'review')).toBe('main');
  });

  it("is its service's rather than the default", () => {
    expect(databaseOf(three(', database: ours', ''), 'review')).toBe('ours');
  });

  it("is its own entry's before all", () => {
    const yaml = three(', database: ours', 'modules: { review: { database: mine } }');
    expect(databaseOf(yaml, 'review')).toBe('mine');
    expect(databaseOf(yaml, 'hotel')).toBe('ours');
    expect(databaseOf(yaml, 'flight')).toBe('main');
  });
});

describe('a resolved profile', () => {
  it('lists on every service and database what lives there', () => {
    const { services, databases } = resolve(apart);
    expect(services[0]).toEqual({
      name: 'booking',
      replicas: 2,
      modules: ['booking', 'flight'],
      databases: ['booking'],
    });
    expect(databases[0]).toEqual({ name: 'booking', url: null, modules: ['booking', 'flight'] });
  });

  it('keeps event-sourced modules as events and the others as state', () => {
    const profile = resolve(`${together}eventSourced: [flight]`);
    expect(moduleOf(profile, 'flight').persistence).toBe('events');
    expect(moduleOf(profile, 'hotel').persistence).toBe('state');
  });

  it('has defaults for replicas, topics and pool', () => {
    const profile = resolve(together);
    expect(profile.services[0]?.replicas).toBe(1);
    expect(profile.topics).toEqual({ partitions: 4, replication: 1 });
    expect(profile.pool).toEqual({ max: 10 });
  });

  it('cannot be changed, at any depth', () => {
    const profile = resolve(together);
    expect(() => Object.assign(profile.modules[0] ?? {}, { database: 'other' })).toThrow(TypeError);
    expect(Object.isFrozen(profile.databases[0]?.modules)).toBe(true);
  });

  it('takes replicas of one service with in-process messages: they share its logs', () => {
    expect(refusals(together.replace('modules: [', 'replicas: 3, modules: ['))).toEqual([]);
  });

  it('takes a transaction while only a module that is no participant lives elsewhere', () => {
    const yaml = together
      .replace(', review] }', '] }\n  review: { modules: [review] }')
      .replace('in-process', 'kafka');
    expect(refusals(yaml)).toEqual([]);
  });

  it('takes the name of a built-in for a service', () => {
    expect(resolve(together.replace('travel:', 'constructor:')).services[0]?.name).toBe('constructor');
  });
});

describe('a variable', () => {
  const yaml = together.replace('main: {}', 'main: { url: "${DATABASE:-}" }');

  it('that is unset or empty means an embedded database where its default is empty', () => {
    expect(resolve(yaml).databases[0]?.url).toBeNull();
    expect(resolve(yaml, { DATABASE: '' }).databases[0]?.url).toBeNull();
  });

  it('names a database that runs already when it is set', () => {
    const url = 'postgres://me:pass@db.example:6432/travel';
    expect(resolve(yaml, { DATABASE: url }).databases[0]?.url).toBe(url);
  });

  it('may be a part of a text', () => {
    const composed = together.replace('main: {}', 'main: { url: "postgres://${USER:-me}@${HOST}/travel" }');
    expect(resolve(composed, { HOST: 'db' }).databases[0]?.url).toBe('postgres://me@db/travel');
  });

  it('becomes a number where it is one', () => {
    const replicated = together.replace('modules: [', 'replicas: "${REPLICAS:-3}", modules: [');
    expect(resolve(replicated).services[0]?.replicas).toBe(3);
    expect(resolve(replicated, { REPLICAS: '5' }).services[0]?.replicas).toBe(5);
  });

  it('cannot change the structure of the file', () => {
    const sneaky = together.replace('checkout: transaction', 'checkout: transaction\ndescription: "${TEXT}"');
    expect(resolve(sneaky, { TEXT: 'x"\ndatabase: other' }).description).toBe('x"\ndatabase: other');
  });
});
