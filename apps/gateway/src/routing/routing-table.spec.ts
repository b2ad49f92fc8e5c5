import { catalogue } from '@marketplace/catalogue';
import { describe, expect, it } from '@jest/globals';

import { routingTable } from './routing-table.js';

const modules = catalogue.modules.map(({ name }) => name);
const service = (name: string, modules: string[]) => ({ name, modules, urls: ['http://127.0.0.1:1'] });

describe('the routing table', () => {
  it('leads every path of every module to the service that hosts it', () => {
    const rest = modules.filter((name) => name !== 'stock');
    const table = routingTable(catalogue, { services: [service('all', rest), service('stock', ['stock'])] });
    expect(table.filter(({ service }) => service === 'stock').map(({ path }) => path)).toEqual([
      ...['/stock', '/stock:batch'],
    ]);
    expect(table).toHaveLength(catalogue.modules.flatMap(({ paths }) => paths).length);
  });

  it.each([
    ['a module is hosted nowhere', [service('all', modules.slice(1))], 'No service hosts the module "cart".'],
    [
      'two services host one',
      [service('a', modules), service('b', ['cart'])],
      'The services "a" and "b" both host the module "cart".',
    ],
    [
      'there is no such module',
      [service('a', [...modules, 'chart'])],
      'The service "a" hosts "chart", which is no module.',
    ],
  ])('is refused when %s', (_why, services, sentence) => {
    expect(() => routingTable(catalogue, { services })).toThrow(sentence);
  });
});
