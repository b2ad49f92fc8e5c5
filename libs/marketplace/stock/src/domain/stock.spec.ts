import { describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { Stock } from './stock.js';

const known = ({ version = 1, available = 10 } = {}) => {
  const stock = Stock.unknown(newId());
  stock.follow(version, 'active');
  stock.set(available);
  stock.pullEvents();
  return stock;
};
const quantities = ({ data: { available, reserved, orderCount, yearToDate } }: Stock) => ({
  available,
  reserved,
  orderCount,
  yearToDate,
});
const types = (stock: Stock) => stock.pullEvents().map(({ type }) => type);

describe('the stock of a product', () => {
  it('begins empty when the product is heard of', () => {
    const stock = Stock.unknown(newId());
    stock.follow(1, 'active');
    expect(quantities(stock)).toEqual({ available: 0, reserved: 0, orderCount: 0, yearToDate: 0 });
    expect(stock.pullEvents()).toEqual([
      { type: 'stock.created', data: { productId: stock.id, productVersion: 1, productStatus: 'active' } },
    ]);
  });

  it('follows the product to later offers and never back, its quantities left alone', () => {
    const stock = known({ version: 2 });
    stock.follow(3, 'active');
    stock.follow(2, 'active');
    stock.follow(3, 'active');
    expect([stock.data.productVersion, stock.data.available]).toEqual([3, 10]);
    expect(types(stock)).toEqual(['stock.product-followed']);
  });

  it('follows a deletion once, and a revival only as a later offer', () => {
    const stock = known();
    stock.follow(1, 'deleted');
    stock.follow(1, 'deleted');
    stock.follow(1, 'active');
    expect(stock.data.productStatus).toBe('deleted');
    stock.follow(2, 'active');
    expect(stock.data.productStatus).toBe('active');
    expect(types(stock)).toEqual(['stock.product-followed', 'stock.product-followed']);
  });

  it('is set to as many pieces as are reserved, but not to fewer', () => {
    const stock = known();
    stock.reserve('an-order', 4);
    expect(() => stock.set(3)).toThrow(expect.objectContaining({ code: 'stock-below-reserved' }));
    stock.set(4);
    stock.set(4);
    expect(quantities(stock)).toMatchObject({ available: 4, reserved: 4 });
    expect(types(stock)).toEqual(['stock.reserved', 'stock.set']);
  });

  it.each([
    ['available', 2, 10],
    ['out-of-stock', 2, 11],
    ['unavailable', 1, 1],
    ['behind', 3, 1],
  ])('is %s for offer %i and %i pieces, when there are ten of offer 2', (expected, version, quantity) => {
    expect(known({ version: 2 }).availability(version, quantity)).toBe(expected);
  });

  it('counts what others hold as not available', () => {
    const stock = known();
    stock.reserve('an-order', 8);
    expect([stock.availability(1, 2), stock.availability(1, 3)]).toEqual(['available', 'out-of-stock']);
  });

  it('is unavailable when its product is deleted, behind when it was never heard of', () => {
    const stock = known();
    stock.follow(1, 'deleted');
    expect(stock.availability(1, 1)).toBe('unavailable');
    expect(Stock.unknown(newId()).availability(1, 1)).toBe('behind');
  });

  it('holds pieces for an order once, and gives them back once', () => {
    const stock = known();
    stock.reserve('an-order', 3);
    stock.reserve('an-order', 3);
    expect(quantities(stock)).toMatchObject({ available: 10, reserved: 3 });
    stock.release('an-order');
    stock.release('an-order');
    stock.confirm('an-order');
    expect(quantities(stock)).toEqual({ available: 10, reserved: 0, orderCount: 0, yearToDate: 0 });
    expect(types(stock)).toEqual(['stock.reserved', 'stock.released']);
  });

  it('never holds more than it has', () => {
    expect(() => known().reserve('an-order', 11)).toThrow('has not 11 pieces left');
  });

  it('takes confirmed pieces out once, counting the order and its pieces', () => {
    const stock = known();
    stock.reserve('an-order', 3);
    stock.reserve('another', 2);
    stock.confirm('an-order');
    stock.confirm('an-order');
    stock.release('an-order');
    expect(quantities(stock)).toEqual({ available: 7, reserved: 2, orderCount: 1, yearToDate: 3 });
    expect(stock.data.held).toEqual({ another: 2 });
  });

  it('is the same when replayed from its events', () => {
    const stock = Stock.unknown(newId());
    stock.follow(1, 'active');
    stock.set(10);
    stock.reserve('an-order', 3);
    stock.reserve('another', 2);
    stock.confirm('an-order');
    stock.release('another');
    stock.follow(2, 'deleted');
    const replayed = Stock.unknown(stock.id);
    replayed.replay(stock.pullEvents());
    expect([replayed.state, replayed.version]).toEqual([stock.state, 7]);
  });
});
