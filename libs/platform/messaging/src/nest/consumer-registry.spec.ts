import { expect, it } from '@jest/globals';

import { ConsumerRegistry } from './consumer-registry.js';

it('keeps consumers that are made at boot, each under a name of its own', () => {
  const registry = new ConsumerRegistry();
  const consumer = { name: 'stock.checkout-saga', module: 'stock', handlers: new Map() };
  registry.add(consumer);
  expect(registry.all).toEqual([consumer]);
  expect(() => registry.add({ ...consumer })).toThrow('"stock.checkout-saga" is registered twice');
});
