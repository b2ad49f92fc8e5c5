import type { ProfileFacts } from '@comparison/protocol';
import { exampleOutages, examplePromises } from './example-promises.js';

export const moduleNames = ['cart', 'product', 'stock', 'order', 'payment', 'shipment', 'customer', 'seller'];

/** What a profile is made of; the rest of its facts follows. */
export interface Sketch {
  readonly name: string;
  readonly description: string;
  readonly coordination: 'transaction' | 'choreography' | 'orchestration';
  readonly eventSourced: readonly string[];
  /** Service, replicas, and its modules with their databases. */
  readonly services: readonly (readonly [string, number, Readonly<Record<string, string>>])[];
  readonly hasBroker: boolean;
  readonly archive?: string;
}

const together = Object.fromEntries(moduleNames.map((name) => [name, 'marketplace']));
const apart = moduleNames.map((name) => [name, 1, { [name]: name }] as const);

export const sketches: readonly Sketch[] = [
  {
    name: 'monolith',
    description: 'One process, one database, every checkout in one transaction.',
    coordination: 'transaction',
    eventSourced: [],
    services: [['marketplace', 1, together]],
    hasBroker: false,
  },
  {
    name: 'replicas',
    description: 'Three copies of the whole application behind a gateway, on one shared database.',
    coordination: 'transaction',
    eventSourced: [],
    services: [['marketplace', 3, together]],
    hasBroker: false,
  },
  {
    name: 'microservices-choreography',
    description:
      'A service and a database per module; in a checkout each reacts to the events of the others.',
    coordination: 'choreography',
    eventSourced: [],
    services: apart,
    hasBroker: true,
  },
  {
    name: 'microservices-orchestration',
    description: 'A service and a database per module; in a checkout the order commands the others.',
    coordination: 'orchestration',
    eventSourced: [],
    services: apart,
    hasBroker: true,
  },
  {
    name: 'event-sourced',
    description: 'A service and a database per module; aggregates are kept as events.',
    coordination: 'orchestration',
    eventSourced: moduleNames.slice(0, 6),
    services: apart,
    hasBroker: true,
    archive: 'archive',
  },
  {
    name: 'hybrid',
    description:
      'The storefront shares a database, stock and money own theirs; a little of everything, to copy from.',
    coordination: 'orchestration',
    eventSourced: ['order'],
    services: [
      [
        'storefront',
        2,
        { cart: 'storefront', product: 'storefront', customer: 'storefront', seller: 'fulfilment' },
      ],
      ['fulfilment', 1, { order: 'fulfilment', shipment: 'fulfilment' }],
      ['stock', 1, { stock: 'stock' }],
      ['payment', 1, { payment: 'payment' }],
    ],
    hasBroker: true,
  },
];

const checkoutOf = {
  transaction: { hops: 0, commits: 3, messages: 0 },
  choreography: { hops: 7, commits: 11, messages: 8 },
  orchestration: { hops: 10, commits: 14, messages: 11 },
};

export function exampleFacts(sketch: Sketch): ProfileFacts {
  const { name, description, coordination, eventSourced, hasBroker, archive } = sketch;
  const hasGateway = sketch.services.length > 1 || sketch.services.some(([, replicas]) => replicas > 1);
  const placed = sketch.services.flatMap(([, , modules]) => Object.entries(modules));
  const databases = [...new Set(placed.map(([, database]) => database))].map((database) => ({
    name: database,
    modules: placed.filter(([, at]) => at === database).map(([module]) => module),
  }));
  const processes =
    sketch.services.reduce((sum, [, replicas]) => sum + replicas, 0) +
    databases.length +
    [hasGateway, hasBroker, archive !== undefined, archive !== undefined].filter(Boolean).length;
  return {
    ...{ name, source: name, description, coordination, hasGateway, hasBroker },
    transport: hasBroker ? 'kafka' : 'in-process',
    eventSourced: [...eventSourced],
    services: sketch.services.map(([service, replicas, modules]) => ({
      ...{ name: service, replicas },
      modules: Object.entries(modules).map(([module, database]) => ({
        ...{ name: module, database },
        keptAs: eventSourced.includes(module) ? 'events' : 'state',
      })),
    })),
    databases: archive === undefined ? databases : [...databases, { name: archive, modules: [] }],
    hasEventStore: archive !== undefined,
    processes,
    promises: examplePromises(sketch),
    outages: exampleOutages(sketch),
    checkout: checkoutOf[coordination],
    explained: { profile: { name } },
  };
}
