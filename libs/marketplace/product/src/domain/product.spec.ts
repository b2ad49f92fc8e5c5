import { describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { Product } from './product.js';
import { someDetails } from './product.fixture.js';

const known = (details = someDetails()) => {
  const product = Product.unknown(newId());
  product.put(details);
  product.pullEvents();
  return product;
};
const marks = ({ data: { status, version, revision } }: Product) => ({ status, version, revision });

describe('a product', () => {
  it('is created at version 1 and revision 1 by the first put', () => {
    const product = Product.unknown(newId());
    const details = someDetails();
    expect(product.put(details)).toBe('created');
    expect(product.pullEvents()).toEqual([
      {
        type: 'product.created',
        data: { productId: product.id, ...details, status: 'active', version: 1, revision: 1 },
      },
    ]);
  });

  it('is left alone by an identical put', () => {
    const details = someDetails();
    const product = known(details);
    expect(product.put({ ...details })).toBe('unchanged');
    expect(product.pullEvents()).toEqual([]);
  });

  it.each(Object.keys(someDetails()))('becomes the next version when a put has another %s', (field) => {
    const details = someDetails();
    const product = known(details);
    const other = {
      ...details,
      [field]: someDetails({ priceCents: 7, freightCents: 8, currency: 'CHF' })[field as 'name'],
    };
    expect(product.put(other)).toBe('replaced');
    expect(marks(product)).toEqual({ status: 'active', version: 2, revision: 2 });
    expect(product.data).toMatchObject(other);
  });

  it('changes its price within the same version, as another revision', () => {
    const product = known();
    product.changePrice(4_242);
    expect(marks(product)).toEqual({ status: 'active', version: 1, revision: 2 });
    expect(product.data.priceCents).toBe(4_242);
    expect(product.pullEvents().map(({ type }) => type)).toEqual(['product.price-changed']);
  });

  it('is left alone by the price it has', () => {
    const product = known();
    product.changePrice(product.data.priceCents);
    expect(product.pullEvents()).toEqual([]);
  });

  it('is deleted once; a deleted one has no price to change', () => {
    const product = known();
    product.delete();
    product.delete();
    expect(marks(product)).toEqual({ status: 'deleted', version: 1, revision: 2 });
    expect(product.pullEvents()).toHaveLength(1);
    expect(() => product.changePrice(1)).toThrow(expect.objectContaining({ code: 'product-deleted' }));
  });

  it('is revived as the next version, even by the details it had', () => {
    const details = someDetails();
    const product = known(details);
    product.delete();
    expect(product.put(details)).toBe('replaced');
    expect(marks(product)).toEqual({ status: 'active', version: 2, revision: 3 });
  });

  it('is the same when replayed from its events', () => {
    const product = Product.unknown(newId());
    product.put(someDetails());
    product.changePrice(5);
    product.put(someDetails());
    product.delete();
    const replayed = Product.unknown(product.id);
    replayed.replay(product.pullEvents());
    expect(replayed.state).toEqual(product.state);
    expect(replayed.version).toBe(product.data.revision);
  });
});
