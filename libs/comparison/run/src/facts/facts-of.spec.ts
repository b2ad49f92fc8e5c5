import { describe, expect, it } from '@jest/globals';
import { profileFacts } from '@comparison/protocol';
import { listProfiles } from '@platform/profile';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedProfiles } from '../testing/shipped-profiles.js';
import { comparedProfiles } from './compared-profile.js';

const factsOf = (...sources: string[]) =>
  comparedProfiles(sources, shippedProfiles).map(({ facts }) => facts);

describe('what a profile says before it runs', () => {
  it('has the shape of a report, for every profile that ships', () => {
    const all = factsOf('all');
    expect(all.map(({ name }) => name)).toEqual(listProfiles(shippedProfiles).map(({ name }) => name));
    for (const facts of all) {
      expect(() => profileFacts.parse(JSON.parse(JSON.stringify(facts)))).not.toThrow();
      expect(facts.promises.length).toBeGreaterThan(0);
      expect(facts.outages.length).toBeGreaterThan(0);
    }
  });

  it('counts what is to be run and watched', () => {
    const processes = Object.fromEntries(
      factsOf('monolith', 'replicas', 'event-sourced').map((facts) => [facts.name, facts.processes]),
    );
    // A service and its database; a gateway, three copies, a database; eight services, nine databases, gateway, broker, Event Store.
    expect(processes).toEqual({ monolith: 2, replicas: 5, 'event-sourced': 20 });
  });

  it('names parts as the explanation does', () => {
    const [facts] = factsOf('hybrid');
    expect(facts?.outages.find(({ part }) => part === 'the database stock')).toMatchObject({
      kind: 'database',
      modulesDown: ['stock'],
    });
    expect(facts).toMatchObject({ hasBroker: true, hasGateway: true, hasEventStore: false });
  });

  it('takes nothing for a promise that only sometimes holds', () => {
    const [facts] = factsOf('microservices-choreography');
    const losing = facts?.promises.find(({ id }) => id === 'survives-loss-of-database:stock');
    expect(losing?.kept).toBe(false);
  });
});

describe('the profiles of a comparison', () => {
  it('are taken by name and by path, each once', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'whereabouts-profiles-'));
    try {
      const own = join(directory, 'own.yaml');
      await writeFile(
        own,
        'services: { all: { modules: [cart, product, stock, order, payment, shipment, customer, seller] } }\ndatabases: { main: {} }\ndatabase: main\ntransport: in-process\ncheckout: transaction\n',
      );
      expect(factsOf('monolith', own, 'monolith').map(({ name, source }) => [name, source])).toEqual([
        ['monolith', 'monolith'],
        ['own', own],
      ]);
      const another = join(directory, 'monolith.yaml');
      await writeFile(
        another,
        'services: { all: { modules: [cart, product, stock, order, payment, shipment, customer, seller] } }\ndatabases: { main: {} }\ndatabase: main\ntransport: in-process\ncheckout: transaction\n',
      );
      expect(() => factsOf('monolith', another)).toThrow(/Two profiles are named monolith .* rename/);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('are refused in a sentence where there is none of that name', () => {
    expect(() => factsOf('monolit')).toThrow(/no profile named monolit/);
  });
});
