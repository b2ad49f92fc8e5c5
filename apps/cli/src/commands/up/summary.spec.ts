import { describe, expect, it } from '@jest/globals';
import { DataDirectory } from '../../deployment/data-directory.js';
import { demoData } from '../../deployment/demo-data.js';
import type { DeploymentPlan } from '../../deployment/deployment-plan.js';
import { summary } from './summary.js';

const plan: DeploymentPlan = {
  profile: 'split',
  services: [
    { name: 'shop', replicas: 2, modules: ['cart'] },
    { name: 'warehouse', replicas: 1, modules: ['stock'] },
  ],
  databases: [{ name: 'main' }, { name: 'own' }],
  placement: [
    { module: 'cart', database: 'main', schema: 'cart', persistence: 'state' },
    { module: 'stock', database: 'own', schema: 'stock', persistence: 'events' },
  ],
  transport: 'kafka',
  coordination: 'choreography',
  eventStore: null,
  topics: { partitions: 4, replication: 1 },
  pool: { max: 10 },
};
const text = (hasDemoData: boolean) =>
  summary({
    plan,
    directory: new DataDirectory('/data'),
    origin: 'http://127.0.0.1:3000',
    tookMs: 2345,
    hasDemoData,
  });
const curls = (of: string) => of.split('\n').filter((line) => line.trimStart().startsWith('curl '));

describe('the summary of up', () => {
  it('tells for every module its service, where its data lives, and how it is kept', () => {
    const rows = text(true)
      .split('\n')
      .filter((line) => line.startsWith('│'))
      .map((line) =>
        line
          .split('│')
          .map((cell) => cell.trim())
          .filter(Boolean),
      );
    expect(rows.slice(1)).toEqual([
      ['cart', 'shop × 2', 'main.cart', 'state'],
      ['stock', 'warehouse', 'own.stock', 'events'],
    ]);
  });

  it('tells the address and how long it took', () => {
    expect(text(true)).toContain('split is ready after 2.3 s at http://127.0.0.1:3000');
  });

  it('gives three lines to try that fit the data there is', () => {
    const { customers, products } = demoData();
    const [, put, checkout, ...more] = curls(text(true));
    expect(more).toEqual([]);
    expect(put).toContain(`/carts/${customers[0]?.id ?? ''}/items/${products[0]?.id ?? ''}`);
    expect(checkout).toContain(`/carts/${customers[0]?.id ?? ''}/checkout`);
    expect(curls(text(false))).toHaveLength(3);
    expect(curls(text(false)).join()).not.toContain('/carts/');
  });
});
