import { describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { Seller } from './seller.js';
import { someAddress, someSeller } from './seller.fixture.js';

const registered = (details = someSeller()) => {
  const seller = Seller.unknown(newId());
  seller.put(details);
  seller.pullEvents();
  return seller;
};

describe('a seller', () => {
  it('is registered by the first put', () => {
    const seller = Seller.unknown(newId());
    const details = someSeller();
    expect(seller.put(details)).toBe('registered');
    expect(seller.pullEvents()).toEqual([
      { type: 'seller.registered', data: { sellerId: seller.id, ...details } },
    ]);
  });

  it('is left alone by an identical put', () => {
    const details = someSeller();
    const seller = registered(details);
    expect(seller.put({ ...details, address: { ...details.address } })).toBe('unchanged');
    expect([seller.version, seller.pullEvents()]).toEqual([1, []]);
  });

  it.each([
    { name: 'Chairs' },
    { email: 'chairs@example.org' },
    ...Object.keys(someAddress()).map((field) => ({ address: someAddress({ [field]: 'elsewhere' }) })),
  ])('is changed by a put with %j', (change) => {
    const details = someSeller();
    const seller = registered(details);
    expect(seller.put({ ...details, ...change })).toBe('changed');
    expect(seller.pullEvents()).toEqual([
      { type: 'seller.changed', data: { sellerId: seller.id, ...details, ...change } },
    ]);
  });

  it('is the same when replayed from its events', () => {
    const seller = Seller.unknown(newId());
    seller.put(someSeller());
    seller.put(someSeller());
    const replayed = Seller.unknown(seller.id);
    replayed.replay(seller.pullEvents());
    expect([replayed.state, replayed.version]).toEqual([seller.state, 2]);
  });
});
