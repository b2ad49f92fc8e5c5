import { describe, expect, it } from '@jest/globals';
import type { DeploymentPlan } from './deployment-plan.js';
import { placementRecord, planOfRecord, recordOf } from './placement-record.js';

const stock = { module: 'stock', database: 'main', schema: 'stock', persistence: 'state' as const };
const plan: DeploymentPlan = {
  profile: 'shop',
  services: [{ name: 'warehouse', replicas: 2, modules: ['stock'] }],
  databases: [{ name: 'main', url: 'postgres://me:secret@db/shop' }, { name: 'own' }],
  placement: [stock],
  transport: 'kafka',
  coordination: 'choreography',
  eventStore: null,
  topics: { partitions: 8, replication: 3 },
  pool: { max: 3 },
};
const record = recordOf(plan, undefined, {
  ...{ deploymentId: 'id', demo: 'due' as const },
  unfinished: { arriving: [], retiring: [] },
});

describe('the record of placements', () => {
  it('keeps no password', () => {
    expect(JSON.stringify(record)).not.toContain('secret');
    expect(record.databases).toEqual([
      { name: 'main', location: 'db:5432/shop' },
      { name: 'own', location: 'embedded' },
    ]);
  });

  it('tells all that is needed to start what it is of, but for log-ins', () => {
    const read = placementRecord.parse(JSON.parse(JSON.stringify(record)));
    expect(
      planOfRecord(read, (name) => (name === 'main' ? 'postgres://me:secret@db/shop' : undefined)),
    ).toEqual(plan);
  });

  it('of a version that had one service only is of one service', () => {
    const old = {
      ...{ deploymentId: 'id', profile: 'monolith', transport: 'in-process', demo: 'loaded' },
      ...{ databases: [{ name: 'main', location: 'embedded' }], modules: [stock] },
    };
    expect(placementRecord.parse(old)).toMatchObject({
      ...{ coordination: 'transaction', broker: null },
      services: [{ name: 'marketplace', replicas: 1, modules: ['stock'] }],
    });
  });
});
