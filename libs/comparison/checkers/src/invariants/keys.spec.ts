import { describe, expect, it } from '@jest/globals';
import { ordersHaveOneKey } from './keys.js';

const ofAna = { id: 'o-1', customerId: 'ana' };
const key = (name: string, orderId = 'o-1', customerId = 'ana') => ({ key: name, orderId, customerId });

describe('A4, the keys of checkouts', () => {
  it('stand for one order each, and each order under one', () => {
    const orders = [ofAna, { id: 'o-2', customerId: 'ben' }];
    expect(ordersHaveOneKey(orders, [key('k'), key('k', 'o-2', 'ben')])).toEqual([]);
  });

  it.each([
    ['an order that nobody asked for', [], 'order o-1 stands under 0 keys'],
    ['an order under two keys', [key('k'), key('l')], 'order o-1 stands under 2 keys'],
    ["an order under another's key", [key('k', 'o-1', 'ben')], 'stands under a key of ben'],
    ['a key without its order', [key('k'), key('l', 'o-9')], 'key l of customer ana stands for no order'],
  ])('are found to have %s', (_, keys, told) => {
    expect(ordersHaveOneKey([ofAna], keys)).toEqual([
      { invariant: 'A4', what: expect.stringContaining(told) },
    ]);
  });
});
