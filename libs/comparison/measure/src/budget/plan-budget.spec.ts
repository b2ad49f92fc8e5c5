import { describe, expect, it } from '@jest/globals';
import type { ProfileFacts } from '@comparison/protocol';
import { cpusOf } from './allowed-cpus.js';
import { poolsOf } from './connections.js';
import { planBudget } from './plan-budget.js';

/** `databases`: of the modules of each service, as many replicas as given. */
function profile(
  name: string,
  services: { replicas?: number; databases: string[] }[],
  more = {},
): ProfileFacts {
  return {
    ...{ name, source: name, description: '', coordination: '', transport: '', eventSourced: [] },
    services: services.map(({ replicas = 1, databases }, index) => ({
      name: `service-${index}`,
      replicas,
      modules: databases.map((database, at) => ({
        name: `module-${at}`,
        database,
        keptAs: 'state' as const,
      })),
    })),
    ...{
      databases: [],
      hasGateway: false,
      hasBroker: false,
      hasEventStore: false,
      processes: 1,
      promises: [],
    },
    ...{ outages: [], checkout: { hops: 0, commits: 0, messages: 0 }, explained: null },
    ...more,
  };
}
const eight = Array.from({ length: 8 }, (_, index) => ({ databases: [`own-${index}`] }));
const monolith = profile('monolith', [{ databases: ['shared', 'shared'] }]);
const replicas = profile('replicas', [{ replicas: 3, databases: ['shared', 'shared'] }]);
const split = profile('split', eight);
const archived = profile('archived', eight, { hasEventStore: true });
const hybrid = profile('hybrid', [
  { replicas: 2, databases: ['front', 'front', 'back'] },
  ...['back', 'stock', 'payment'].map((database) => ({ databases: [database] })),
]);

describe('the budget of connections', () => {
  it('counts a pool per process and database that it uses', () => {
    expect([monolith, replicas, split, archived, hybrid].map(poolsOf)).toEqual([1, 3, 8, 9, 7]);
  });

  it('gives every profile the same in all, as far as whole numbers go', () => {
    const profiles = [monolith, replicas, split, archived, hybrid];
    const budget = planBudget(profiles, 2, null);
    const totals = profiles.map((one) => budget.poolMaxOf(one.name) * poolsOf(one));
    expect(Math.min(...totals) / Math.max(...totals)).toBeGreaterThan(0.95);
    expect(profiles.every(({ name }) => budget.poolMaxOf(name) >= 5)).toBe(true);
    expect(budget.connections).toContain(`monolith 1 × ${budget.poolMaxOf('monolith')}`);
  });

  it('gives exactly the same where that can be', () => {
    const budget = planBudget([monolith, split], 2, null);
    expect(budget.poolMaxOf('monolith')).toBe(8 * budget.poolMaxOf('split'));
  });

  it('knows nothing of a profile that it was not planned for', () => {
    expect(() => planBudget([monolith], 2, null).poolMaxOf('split')).toThrow('split');
  });
});

describe('the budget of processor time', () => {
  it('has the generator share two cores, and says so', () => {
    const budget = planBudget([monolith], 2, [0, 1]);
    expect([budget.cpusOfDeployment, budget.cpusOfGenerator]).toEqual([null, null]);
    expect(budget.cpus).toMatch(/same 2 cores, which the load generator shared/);
  });

  it('gives the generator a core of its own where there are more, out of those that may be used', () => {
    const budget = planBudget([monolith], 4, [2, 3, 6, 7, 9]);
    expect([budget.cpusOfDeployment, budget.cpusOfGenerator]).toEqual(['2,3,6', '7']);
    expect(budget.cpus).toMatch(/same 3 of 4 cores/);
  });

  it('says so where processes cannot be confined', () => {
    const budget = planBudget([monolith], 4, null);
    expect([budget.cpusOfDeployment, budget.cpusOfGenerator]).toEqual([null, null]);
    expect(budget.cpus).toMatch(/cannot be confined/);
  });

  it('reads lists of CPUs', () => {
    expect(cpusOf('0-2,7')).toEqual([0, 1, 2, 7]);
  });
});
