import { describe, expect, it } from '@jest/globals';
import { ExternalBroker } from '../broker/external-broker.js';
import { DataDirectory } from '../data-directory.js';
import type { DeploymentPlan } from '../deployment-plan.js';
import { recordOf } from '../placement-record.js';
import { assertBridgeable } from './bring-along.js';
import { differenceOf, differs } from './difference.js';

const stock = { module: 'stock', database: 'main', schema: 'stock', persistence: 'state' as const };
const plan: DeploymentPlan = {
  profile: 'before',
  services: [{ name: 'shop', replicas: 1, modules: ['stock'] }],
  databases: [{ name: 'main' }],
  placement: [stock],
  transport: 'in-process',
  coordination: 'transaction',
  eventStore: null,
  topics: { partitions: 4, replication: 1 },
  pool: { max: 10 },
};
const elsewhere = (url: string) => ({ databases: [{ name: 'main', url }] });
const recorded = (change: Partial<DeploymentPlan> = {}, broker?: ExternalBroker) =>
  recordOf({ ...plan, ...change }, broker, {
    ...{ deploymentId: 'id', demo: 'left out' },
    unfinished: { arriving: [], retiring: [] },
  });
const after = (change: Partial<DeploymentPlan>, record = recorded(), broker?: ExternalBroker) =>
  differenceOf(record, { ...plan, profile: 'after', ...change }, broker);

describe('a plan that differs from what a data directory remembers', () => {
  it('leaves data and messages alone whatever else it changes', () => {
    expect(differs(after({}))).toBe(false);
    const services = [{ name: 'other', replicas: 3, modules: ['stock'] }];
    expect(differs(after({ services, pool: { max: 2 } }))).toBe(false);
    const added = { ...stock, module: 'cart', schema: 'cart' };
    expect(differs(after({ placement: [stock, added] }))).toBe(false);
    // Nothing goes through topics.
    expect(differs(after({ topics: { partitions: 9, replication: 1 } }))).toBe(false);
  });

  it('moves a module that lives in another database', () => {
    const { schemas, messages } = after({
      ...{ databases: [{ name: 'main' }, { name: 'own' }], placement: [{ ...stock, database: 'own' }] },
    });
    expect(messages).toEqual([]);
    expect(schemas).toEqual([
      {
        ...{ module: 'stock', schema: 'stock' },
        from: { database: 'main', location: 'embedded' },
        to: { database: 'own', location: 'embedded' },
      },
    ]);
  });

  it('moves a module whose database is elsewhere now, and not one whose database is called another way', () => {
    const url = 'postgres://me:secret@db/shop';
    expect(after(elsewhere(url)).schemas).toMatchObject([
      { from: { location: 'embedded' }, to: { location: 'db:5432/shop' } },
    ]);
    const renamed = { databases: [{ name: 'shop', url }], placement: [{ ...stock, database: 'shop' }] };
    expect(differs(after(renamed, recorded(elsewhere('postgres://other@db/shop'))))).toBe(false);
  });

  it.each<[string, Partial<DeploymentPlan>, string]>([
    ['transport', { transport: 'rabbitmq' }, 'messages went by kafka and will go by rabbitmq'],
    [
      'coordination',
      { coordination: 'orchestration' },
      'a checkout was coordinated by choreography and will be by orchestration',
    ],
    [
      'topics',
      { topics: { partitions: 8, replication: 1 } },
      'topics had 4 partitions in 1 copies and will have 8 in 1',
    ],
  ])('sends messages other ways with another %s', (_, change, words) => {
    const kafka = { transport: 'kafka', coordination: 'choreography' } as const;
    const broker = new ExternalBroker(['one:9092']);
    const { messages, schemas } = after({ ...kafka, ...change }, recorded(kafka, broker), broker);
    expect(schemas).toEqual([]);
    expect(messages).toEqual([words]);
  });

  it('sends messages other ways with another broker', () => {
    const kafka = { transport: 'kafka' } as const;
    const { messages } = after(
      kafka,
      recorded(kafka, new ExternalBroker(['one:9092'])),
      new ExternalBroker(['two:9092']),
    );
    expect(messages).toEqual(['the broker was one:9092 and will be two:9092']);
  });

  it.each<[string, Partial<DeploymentPlan>, RegExp]>([
    [
      'another way of keeping a module',
      { placement: [{ ...stock, persistence: 'events' }] },
      /stock is kept as state, profile "after" keeps it as events/,
    ],
    ['no place for a module', { placement: [] }, /module stock has data there and no place/],
  ])('is refused with %s, with the remedy', (_, change, sentence) => {
    const refused = () => assertBridgeable(recorded(), after(change), new DataDirectory('/data'));
    expect(refused).toThrow(sentence);
    expect(refused).toThrow('start profile "before" as it was, or choose another data directory with --data');
  });
});
