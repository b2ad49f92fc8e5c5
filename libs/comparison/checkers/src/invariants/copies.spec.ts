import { describe, expect, it } from '@jest/globals';
import type { StoredProduct } from '../stored/index.js';
import { type Copies, copiesEqualSources } from './copies.js';

const oil: StoredProduct = {
  ...{ id: 'oil', version: 2, revision: 3, sellerId: 'olive', name: 'Oil' },
  ...{ priceCents: 500, freightCents: 10, currency: 'EUR', status: 'active' },
};
const { id: productId, ...details } = oil;
const copy = { productId, ...details };
const lisbon = { city: 'Lisbon' };

const sound: Copies = {
  products: [oil],
  // The version before is kept for the carts that hold it.
  offers: [copy, { ...copy, version: 1, revision: 2, priceCents: 400 }],
  addresses: new Map([['ana', lisbon]]),
  copiedAddresses: new Map([['ana', { ...lisbon }]]),
  stockStatuses: new Map([['oil', 'active']]),
};

describe('Q1, a copy', () => {
  it('says what its source says', () => {
    expect(copiesEqualSources(sound)).toEqual([]);
  });

  it.each([
    ['the price of before', { offers: [{ ...copy, revision: 2, priceCents: 499 }] }],
    ['the freight of before', { offers: [{ ...copy, freightCents: 9 }] }],
    ['another status', { offers: [{ ...copy, status: 'deleted' as const }] }],
    ['only the version of before', { offers: sound.offers.slice(1) }],
    ['nothing of a product', { offers: [] }],
    ['a product that is not there', { products: [], stockStatuses: new Map() }],
    ['where a customer lived', { copiedAddresses: new Map([['ana', { city: 'Porto' }]]) }],
    ['nothing of a customer', { copiedAddresses: new Map() }],
    ['a customer who is not there', { addresses: new Map() }],
    ['that a product is withdrawn, at stock', { stockStatuses: new Map([['oil', 'deleted']]) }],
    ['nothing of a product, at stock', { stockStatuses: new Map() }],
  ] satisfies [string, Partial<Copies>][])('is found to say %s', (_, over) => {
    expect(copiesEqualSources({ ...sound, ...over })).toMatchObject([{ invariant: 'Q1' }]);
  });
});
