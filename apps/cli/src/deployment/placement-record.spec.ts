import { describe, expect, it } from '@jest/globals';
import { DataDirectory } from './data-directory.js';
import type { DeploymentPlan } from './deployment-plan.js';
import { assertSamePlacement, newPlacement } from './placement-record.js';

const stock = { module: 'stock', database: 'main', schema: 'stock', persistence: 'state' as const };
const plan: DeploymentPlan = {
  profile: 'before',
  services: [{ name: 'shop', replicas: 1, modules: ['stock'] }],
  databases: [{ name: 'main' }],
  placement: [stock],
  transport: 'in-process',
  coordination: 'transaction',
  topics: { partitions: 4, replication: 1 },
  pool: { max: 10 },
};
const directory = new DataDirectory('/data');
const check = (change: Partial<DeploymentPlan>) => () =>
  assertSamePlacement(newPlacement(plan, 'id', true), { ...plan, profile: 'after', ...change }, directory);

describe('the record of placements', () => {
  it('lets pass whatever leaves data where it is', () => {
    expect(check({})).not.toThrow();
    expect(
      check({ services: [{ name: 'other', replicas: 3, modules: ['stock'] }], pool: { max: 2 } }),
    ).not.toThrow();
    expect(check({ coordination: 'orchestration' })).not.toThrow();
    const added = { ...stock, module: 'cart', schema: 'cart' };
    expect(check({ placement: [stock, added] })).not.toThrow();
  });

  it.each<[string, Partial<DeploymentPlan>, RegExp]>([
    [
      'another database',
      { placement: [{ ...stock, database: 'own' }] },
      /module stock lives in main\.stock, .* puts it in own\.stock/,
    ],
    [
      'another way of keeping it',
      { placement: [{ ...stock, persistence: 'events' }] },
      /stock is kept as state, .* keeps it as events/,
    ],
    ['no place for a module', { placement: [] }, /module stock has data there and no place/],
    ['another transport', { transport: 'kafka' }, /events went by in-process, .* wants kafka/],
  ])('refuses %s, with the remedy', (_, change, sentence) => {
    expect(check(change)).toThrow(sentence);
    expect(check(change)).toThrow(
      'start it with --profile before, or choose another data directory with --data',
    );
  });

  it('refuses a database that is elsewhere now, which another profile would not bring back', () => {
    const elsewhere = { databases: [{ name: 'main', url: 'postgres://me:secret@db.example/shop' }] };
    expect(check(elsewhere)).toThrow(
      'database main is embedded, profile "after" now has it at db.example:5432/shop; give it that address again, or choose another data directory with --data',
    );
    const record = newPlacement({ ...plan, ...elsewhere }, 'id', true);
    expect(() => assertSamePlacement(record, plan, directory)).toThrow(
      'database main is at db.example:5432/shop, profile "before" now has it embedded; give it that address again',
    );
  });

  it('keeps no password', () => {
    const record = newPlacement(
      { ...plan, databases: [{ name: 'main', url: 'postgres://me:secret@db/shop' }] },
      'id',
      true,
    );
    expect(JSON.stringify(record)).not.toContain('secret');
  });
});
