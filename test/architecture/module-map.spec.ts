import { describe, expect, test } from '@jest/globals';
import { readModules } from './module-map/read-modules.js';
import { renderMap } from './module-map/render-map.js';
import { expectUpToDate } from './support/generated-document.js';

const MAP = 'docs/module-map.md';

describe('the module map', () => {
  test(`${MAP} shows the modules as they are (npm run docs draws it anew)`, () => {
    expectUpToDate(MAP, renderMap(readModules()));
  });

  test('knows every module', () => {
    expect(readModules().map(({ name }) => name)).toEqual([
      'cart',
      'checkout',
      'customer',
      'order',
      'payment',
      'product',
      'seller',
      'shipment',
      'stock',
    ]);
  });

  test('draws an arrow and a row for what one module takes from another', () => {
    const map = renderMap([
      {
        name: 'cart',
        hasContract: true,
        events: [],
        uses: [{ module: 'product', names: ['ProductPriceChanged', 'ProductView'] }],
      },
      { name: 'product', hasContract: true, events: ['product.price-changed'], uses: [] },
    ]);
    expect(map).toContain('\n  cart --> product\n');
    expect(map).toContain('| `cart` | – | **product**: ProductPriceChanged, ProductView |');
    expect(map).toContain('| `product` | `product.price-changed` | – |');
  });
});
